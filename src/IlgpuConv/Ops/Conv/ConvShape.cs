using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a convolution, the same for the forward and both gradients: computed and checked here and nowhere else. An input has
/// shape <c>[N, I, spatial...]</c>, a filter <c>[O, I/groups, kernel...]</c>, or <c>[N, O, I/groups, kernel...]</c> where each sample has
/// its own.
/// </summary>
public sealed class ConvShape : IEquatable<ConvShape>
{
    private readonly ConvAxis[] _axes;

    private ConvShape(Shape input, Shape weight, ConvAxis[] axes, int groups, bool isPerSample)
    {
        _axes = axes;
        Input = input;
        Weight = weight;
        Groups = groups;
        IsPerSample = isPerSample;
        Output = new Shape([input[0], weight[isPerSample ? 1 : 0], .. axes.Select(a => a.Output)]);
        Algorithm = ConvAlgorithmScope.Current;
    }

    /// <summary>The shape of the input, <c>[N, I, spatial...]</c>.</summary>
    public Shape Input { get; }

    /// <summary>The shape of the filter.</summary>
    public Shape Weight { get; }

    /// <summary>The shape of the output, <c>[N, O, spatial...]</c>.</summary>
    public Shape Output { get; }

    /// <summary>The number of groups; group j reads the j-th part of the input channels and makes the j-th part of the output channels.</summary>
    public int Groups { get; }

    /// <summary>Whether each sample has its own filter.</summary>
    public bool IsPerSample { get; }

    /// <summary>The algorithm of the scope that it was made in, for the forward and for every gradient.</summary>
    public ConvAlgorithm Algorithm { get; private init; }

    /// <summary>The spatial axes, slowest first.</summary>
    public IReadOnlyList<ConvAxis> Axes => _axes;

    /// <summary>Samples.</summary>
    public int Batch => Input[0];

    /// <summary>Input channels.</summary>
    public int InChannels => Input[1];

    /// <summary>Output channels.</summary>
    public int OutChannels => Output[1];

    /// <summary>Input channels of a group.</summary>
    public int GroupIn => InChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOut => OutChannels / Groups;

    /// <summary>Taps of the filter: the product of its sizes.</summary>
    public int Taps => _axes.Aggregate(1, (taps, axis) => checked(taps * axis.Kernel));

    /// <summary>Output positions of a sample.</summary>
    public long OutputPixels => _axes.Aggregate(1L, (pixels, axis) => pixels * axis.Output);

    /// <summary>Whether each input channel makes output channels of its own, <c>groups = I</c> with more than one.</summary>
    public bool IsDepthwise => GroupIn == 1 && Groups > 1;

    /// <summary>Multiplications and additions of the forward, 2 for each tap, input channel of a group and output element.</summary>
    public double Flops => 2.0 * Batch * OutputPixels * OutChannels * GroupIn * Taps;

    /// <summary>Computes and checks the sizes.</summary>
    /// <param name="area">The operation's name in messages.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="weight">The shape of the filter.</param>
    /// <param name="bias">The shape of the bias, or null.</param>
    /// <param name="movement">Stride, padding and dilations of each spatial axis, slowest first.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="perSample">Whether each sample has its own filter.</param>
    /// <exception cref="ArgumentException">The sizes do not fit; the message names all of them.</exception>
    public static ConvShape Of(
        string area, Shape input, Shape weight, Shape? bias, IReadOnlyList<ConvMovement> movement, int groups = 1, bool perSample = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(movement);
        string got = $"Got input {input}, weight {weight}{(bias is null ? "" : $", bias {bias}")}, {Text(movement)}, groups {groups}.";
        void Require(bool rule, string text)
        {
            if (!rule) throw new ArgumentException($"[{area}] {text}. {got}");
        }

        int spatial = movement.Count, first = perSample ? 1 : 0;
        Require(
            input.Rank == spatial + 2 && weight.Rank == spatial + 2 + first,
            $"the input must be [N, I, {s_spatial[spatial]}] and the weight [{(perSample ? "N, " : "")}O, I/groups, {s_kernel[spatial]}]");
        int channels = input[1], outChannels = weight[first];
        Require(movement.All(m => m.Stride >= 1 && m.Dilation >= 1), "stride and dilation must be at least 1");
        Require(movement.All(m => m.InputDilation >= 1), "input dilation must be at least 1");
        Require(channels >= 1 && weight.Skip(first).All(size => size >= 1), "channels and filter sizes must be at least 1");
        Require(
            groups >= 1 && channels % groups == 0 && outChannels % groups == 0,
            "groups must be at least 1 and divide the input channels and the output channels");
        Require(weight[first + 1] == channels / groups, "the weight must have as many input channels as a group of the input");
        if (perSample) Require(weight[0] == input[0], "there must be one filter for each sample");
        Require(
            bias is null || bias == new Shape(outChannels) || (perSample && bias == new Shape(input[0], outChannels)),
            perSample ? "the bias must be [O] or [N, O]" : "the bias must be [O]");
        var axes = new ConvAxis[spatial];
        for (int i = 0; i < spatial; i++)
        {
            ConvMovement m = movement[i];
            axes[i] = new ConvAxis(input[i + 2], weight[i + 2 + first], m.Stride, m.Low, m.High, m.Dilation, m.InputDilation);
            Require(axes[i].Slack >= 0 && axes[i].Input >= 1, $"the padded input must cover the dilated filter along spatial axis {i}");
        }
        return new ConvShape(input, weight, axes, groups, perSample);
    }

    /// <inheritdoc/>
    public bool Equals(ConvShape? other) =>
        other is not null && Input == other.Input && Weight == other.Weight && Groups == other.Groups && IsPerSample == other.IsPerSample
        && Algorithm == other.Algorithm && _axes.AsSpan().SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConvShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Weight, Groups, IsPerSample, _axes[0]);

    /// <summary>The sizes and the movement in one line.</summary>
    public override string ToString() =>
        $"{Input} with {Weight} to {Output}, {Text([.. _axes.Select(a => new ConvMovement(a.Stride, a.Low, a.High, a.Dilation, a.InputDilation))])}, groups {Groups}";

    private static readonly string[] s_spatial = ["", "W", "H, W", "D, H, W"];
    private static readonly string[] s_kernel = ["", "kW", "kH, kW", "kD, kH, kW"];

    /// <summary>The same convolution of an input whose zeros are written out.</summary>
    internal ConvShape Spread() => new(
        [Input[0], Input[1], .. _axes.Select(a => checked((int)a.SpreadInput))], Weight,
        [.. _axes.Select(a => a with { Input = (int)a.SpreadInput, InputDilation = 1 })], Groups, IsPerSample) { Algorithm = Algorithm };

    /// <summary>
    /// The convolution whose input gradient has, at each output position of the last axis, the sums of all its taps and input channels: what
    /// is left is to add them where they overlap.
    /// </summary>
    internal ConvShape Runs()
    {
        ConvAxis last = _axes[^1];
        ConvAxis[] axes = [.. _axes[..^1], new(last.Output, 1, 1, 0, 0, 1)];
        int run = InChannels * last.Kernel;
        return new(
            [Batch, run, .. axes.Select(a => a.Input)], [OutChannels, run, .. axes.Select(a => a.Kernel)], axes, 1, false);
    }

    private static string Text(IReadOnlyList<ConvMovement> movement) =>
        $"stride ({string.Join(", ", movement.Select(m => m.Stride))}), padding {PaddingSides.Text(movement.Select(m => (m.Low, m.High)))}, " +
        $"dilation ({string.Join(", ", movement.Select(m => m.Dilation))})" +
        (movement.All(m => m.InputDilation == 1) ? "" : $", input dilation ({string.Join(", ", movement.Select(m => m.InputDilation))})");
}
