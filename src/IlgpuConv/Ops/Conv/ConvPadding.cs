using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Turns padding rules into numbers: a pure function of the sizes.</summary>
internal static class ConvPadding
{
    /// <summary>How a filter moves along each axis. Sizes that do not fit are left to <see cref="ConvShape"/>, whose message names all.</summary>
    /// <param name="area">The operation's name in messages.</param>
    /// <param name="input">The shape of the input, <c>[N, C, spatial...]</c>.</param>
    /// <param name="weight">The shape of the filter, whose last axes are spatial.</param>
    /// <param name="stride">The stride of each axis.</param>
    /// <param name="padding">The padding.</param>
    /// <param name="dilation">The dilation of each axis.</param>
    /// <param name="inputDilation">The input dilation of each axis, or null for 1.</param>
    /// <exception cref="ArgumentException">PyTorch's rule is asked for at a stride above 1.</exception>
    public static ConvMovement[] Movement(
        string area, Shape input, Shape weight, int[] stride, PaddingSides padding, int[] dilation, int[]? inputDilation = null)
    {
        int spatial = stride.Length;
        var movement = new ConvMovement[spatial];
        bool known = input.Rank == spatial + 2 && weight.Rank >= spatial + 2;
        for (int i = 0; i < spatial; i++)
        {
            int spread = inputDilation?[i] ?? 1;
            bool fits = known && stride[i] >= 1 && dilation[i] >= 1 && spread >= 1;
            if (fits && padding.Rule == PaddingRule.Same && stride[i] != 1)
            {
                throw new ArgumentException(
                    $"[{area}] padding {nameof(PaddingRule.Same)} is for stride 1; {nameof(PaddingRule.SameUpper)} and {nameof(PaddingRule.SameLower)} take any. " +
                    $"Got input {input}, weight {weight}, stride ({string.Join(", ", stride)}), padding {padding}, dilation ({string.Join(", ", dilation)}).");
            }
            (int low, int high) = padding.Rule == PaddingRule.Explicit ? padding.Axes[i]
                : fits ? Sides(padding.Rule, (input[2 + i] - 1) * spread + 1, weight[i - spatial], stride[i], dilation[i]) : (0, 0);
            movement[i] = new ConvMovement(stride[i], low, high, dilation[i], spread);
        }
        return movement;
    }

    /// <summary>What a rule finds for an axis of <paramref name="size"/> inputs and <paramref name="kernel"/> taps.</summary>
    public static (int Low, int High) Sides(PaddingRule rule, int size, int kernel, int stride, int dilation)
    {
        int reach = dilation * (kernel - 1);
        int total = Math.Max(((size + stride - 1) / stride - 1) * stride + reach + 1 - size, 0);
        return rule switch
        {
            PaddingRule.Full => (reach, reach),
            PaddingRule.Same => (reach / 2, reach - reach / 2),
            PaddingRule.SameUpper => (total / 2, total - total / 2),
            PaddingRule.SameLower => (total - total / 2, total / 2),
            _ => (0, 0),
        };
    }
}
