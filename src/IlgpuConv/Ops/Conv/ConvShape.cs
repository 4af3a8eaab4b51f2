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
        var output = new int[axes.Length + 2];
        (output[0], output[1]) = (input[0], weight[isPerSample ? 1 : 0]);
        for (int i = 0; i < axes.Length; i++)
        {
            output[i + 2] = axes[i].Output;
            Taps = checked(Taps * axes[i].Kernel);
        }
        Output = new Shape(output);
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
    public int Taps { get; } = 1;

    /// <summary>Output positions of a sample.</summary>
    public long OutputPixels
    {
        get
        {
            long pixels = 1;
            foreach (ConvAxis axis in _axes) pixels *= axis.Output;
            return pixels;
        }
    }

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
        // No text is made unless a rule is broken, and arrays need no code of their own: this runs at every call, and at a program's first.
        ArgumentException Refusal(string text) => new(
            $"[{area}] {text}. Got input {input}, weight {weight}{(bias is null ? "" : $", bias {bias}")}, {Text(movement)}, groups {groups}.");

        ConvMovement[] moves = movement as ConvMovement[] ?? [.. movement];
        int spatial = moves.Length, first = perSample ? 1 : 0;
        if (input.Rank != spatial + 2 || weight.Rank != spatial + 2 + first)
        {
            throw Refusal(
                $"the input must be [N, I, {s_spatial[spatial]}] and the weight [{(perSample ? "N, " : "")}O, I/groups, {s_kernel[spatial]}]");
        }
        int channels = input[1], outChannels = weight[first];
        foreach (ConvMovement m in moves)
            if (m.Stride < 1 || m.Dilation < 1) throw Refusal("stride and dilation must be at least 1");
        foreach (ConvMovement m in moves)
            if (m.InputDilation < 1) throw Refusal("input dilation must be at least 1");
        bool hasSizes = channels >= 1;
        for (int i = first; i < weight.Rank; i++) hasSizes &= weight[i] >= 1;
        if (!hasSizes) throw Refusal("channels and filter sizes must be at least 1");
        if (groups < 1 || channels % groups != 0 || outChannels % groups != 0)
            throw Refusal("groups must be at least 1 and divide the input channels and the output channels");
        if (weight[first + 1] != channels / groups) throw Refusal("the weight must have as many input channels as a group of the input");
        if (perSample && weight[0] != input[0]) throw Refusal("there must be one filter for each sample");
        bool isRow = bias is { Rank: 1 } && bias[0] == outChannels;
        bool isPerSample = perSample && bias is { Rank: 2 } && bias[0] == input[0] && bias[1] == outChannels;
        if (bias is not null && !isRow && !isPerSample) throw Refusal(perSample ? "the bias must be [O] or [N, O]" : "the bias must be [O]");
        var axes = new ConvAxis[spatial];
        for (int i = 0; i < spatial; i++)
        {
            ConvMovement m = moves[i];
            axes[i] = new ConvAxis(input[i + 2], weight[i + 2 + first], m.Stride, m.Low, m.High, m.Dilation, m.InputDilation);
            if (axes[i].Slack < 0 || axes[i].Input < 1) throw Refusal($"the padded input must cover the dilated filter along spatial axis {i}");
        }
        return new ConvShape(input, weight, axes, groups, perSample);
    }

    /// <inheritdoc/>
    public bool Equals(ConvShape? other) =>
        other is not null && Input == other.Input && Weight == other.Weight && Groups == other.Groups && IsPerSample == other.IsPerSample
        && Algorithm == other.Algorithm && HasAxes(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConvShape);

    /// <inheritdoc/>
    public override int GetHashCode() => (Input.GetHashCode() * 31 + Weight.GetHashCode()) * 31 + Output.GetHashCode() * 31 + Groups;

    /// <summary>The sizes and the movement in one line.</summary>
    public override string ToString() =>
        $"{Input} with {Weight} to {Output}, {Text([.. _axes.Select(a => new ConvMovement(a.Stride, a.Low, a.High, a.Dilation, a.InputDilation))])}, groups {Groups}";

    /// <summary>The spatial axes as they lie.</summary>
    internal ConvAxis[] AxisArray => _axes;

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

    /// <summary>
    /// The convolution without strides from the output to the input, <c>x[i] = Σ y[o] w'[i, o]</c> with <c>w'[i, o, t] = w[o, i, last - t]</c>: its weight
    /// gradient has the sums of this one's.
    /// </summary>
    internal ConvShape Turned() => new(
        Output, [InChannels, OutChannels, .. _axes.Select(a => a.Kernel)],
        [.. _axes.Select(a => new ConvAxis(a.Output, a.Kernel, 1, checked((int)a.Span - 1 - a.Low), checked((int)a.Span - 1 - a.High), a.Dilation))], 1, false)
    { Algorithm = Algorithm };

    private bool HasAxes(ConvAxis[] others)
    {
        if (others.Length != _axes.Length) return false;
        for (int i = 0; i < others.Length; i++)
            if (others[i] != _axes[i]) return false;
        return true;
    }

    private static string Text(IReadOnlyList<ConvMovement> movement) =>
        $"stride ({string.Join(", ", movement.Select(m => m.Stride))}), padding {PaddingSides.Text(movement.Select(m => (m.Low, m.High)))}, " +
        $"dilation ({string.Join(", ", movement.Select(m => m.Dilation))})" +
        (movement.All(m => m.InputDilation == 1) ? "" : $", input dilation ({string.Join(", ", movement.Select(m => m.InputDilation))})");
}
