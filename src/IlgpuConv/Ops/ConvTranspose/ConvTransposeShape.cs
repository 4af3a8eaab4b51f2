using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a transposed convolution, computed and checked here and nowhere else. It is the input gradient of a convolution from its
/// output to its input: <c>out = (in - 1) stride - low - high + dilation (kernel - 1) + output padding + 1</c> along each axis.
/// </summary>
internal static class ConvTransposeShape
{
    private static readonly string[] s_spatial = ["", "W", "H, W", "D, H, W"];
    private static readonly string[] s_kernel = ["", "kW", "kH, kW", "kD, kH, kW"];

    /// <summary>Computes and checks the sizes.</summary>
    /// <param name="area">The operation's name in messages.</param>
    /// <param name="input">The shape of the input, <c>[N, I, spatial...]</c>.</param>
    /// <param name="weight">The shape of the filter, <c>[I, O/groups, kernel...]</c>.</param>
    /// <param name="bias">The shape of the bias, or null.</param>
    /// <param name="stride">Output positions from one input to the next.</param>
    /// <param name="padding">What is cropped from the output; a rule is that of the convolution.</param>
    /// <param name="outputPadding">Positions added after the last output, or null for none.</param>
    /// <param name="outputSize">The sizes of the output in place of output padding, or null.</param>
    /// <param name="dilation">Output positions from one tap to the next.</param>
    /// <param name="groups">The number of groups.</param>
    /// <returns>The convolution whose input is the output here.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit; the message names all of them.</exception>
    public static ConvShape Of(
        string area, Shape input, Shape weight, Shape? bias, int[] stride, PaddingSides padding, int[]? outputPadding, int[]? outputSize,
        int[] dilation, int groups)
    {
        int spatial = stride.Length;
        string got =
            $"Got input {input}, weight {weight}{(bias is null ? "" : $", bias {bias}")}, stride {Text(stride)}, padding {padding}, " +
            $"{(outputPadding is null ? "" : $"output padding {Text(outputPadding)}, ")}{(outputSize is null ? "" : $"output size {Text(outputSize)}, ")}" +
            $"dilation {Text(dilation)}, groups {groups}.";
        void Require(bool rule, string text)
        {
            if (!rule) throw new ArgumentException($"[{area}] {text}. {got}");
        }

        Require(
            input.Rank == spatial + 2 && weight.Rank == spatial + 2,
            $"the input must be [N, I, {s_spatial[spatial]}] and the weight [I, O/groups, {s_kernel[spatial]}]");
        Require(stride.Min() >= 1 && dilation.Min() >= 1, "stride and dilation must be at least 1");
        Require(input[1] >= 1 && weight.All(size => size >= 1), "channels and filter sizes must be at least 1");
        Require(input.Skip(2).All(size => size >= 1), "spatial sizes must be at least 1");
        Require(groups >= 1 && input[1] % groups == 0, "groups must be at least 1 and divide the input channels");
        Require(weight[0] == input[1], "the weight must have as many input channels as the input");
        int outChannels = checked(weight[1] * groups);
        Require(bias is null || bias == new Shape(outChannels), "the bias must be [O]");

        var sizes = new int[spatial];
        var movement = new ConvMovement[spatial];
        for (int i = 0; i < spatial; i++)
        {
            int size = input[i + 2], kernel = weight[i + 2], s = stride[i], d = dilation[i];
            bool isSame = padding.Rule is PaddingRule.Same or PaddingRule.SameUpper or PaddingRule.SameLower;
            (int low, int high) = padding.Rule == PaddingRule.Explicit ? padding.Axes[i] : ConvPadding.Sides(padding.Rule, size, kernel, s, d);
            long least = (long)(size - 1) * s - low - high + (long)d * (kernel - 1) + 1;
            int extra = outputSize is null ? outputPadding?[i] ?? 0 : 0;
            if (isSame)
            {
                Require(padding.Rule != PaddingRule.Same || s == 1, "padding Same is for stride 1; SameUpper and SameLower take any");
                Require(extra == 0, "output padding goes with numbers as padding; with Same, SameUpper and SameLower the output has stride times the input");
                long full = outputSize?[i] ?? (long)size * s;
                Require(
                    full > (long)(size - 1) * s && full <= (long)size * s && full <= int.MaxValue,
                    $"the output size along spatial axis {i} must be one that the convolution takes to the input's: from {(long)(size - 1) * s + 1} to {(long)size * s}");
                sizes[i] = (int)full;
                (low, high) = ConvPadding.Sides(padding.Rule, sizes[i], kernel, s, d);
            }
            else
            {
                if (outputSize is not null)
                {
                    Require(
                        outputSize[i] >= least && outputSize[i] < least + Math.Max(s, d),
                        $"the output size along spatial axis {i} must be from {least} to {least + Math.Max(s, d) - 1}");
                    extra = (int)(outputSize[i] - least);
                }
                Require(extra >= 0 && extra < Math.Max(s, d), "output padding must be at least 0 and less than the stride or the dilation");
                Require(least + extra is >= 1 and <= int.MaxValue, $"the output must have at least one position along spatial axis {i}");
                sizes[i] = (int)(least + extra);
                high -= extra;
            }
            movement[i] = new ConvMovement(s, low, high, d);
        }
        return ConvShape.Of(area, [input[0], outChannels, .. sizes], weight, null, movement, groups);
    }

    private static string Text(int[] numbers) => $"({string.Join(", ", numbers)})";
}
