namespace IlgpuConv.Ops;

/// <summary>How a <see cref="SelectiveKernel2d"/> is built: the paper's form by default, or <see cref="Timm"/>'s.</summary>
public sealed record SelectiveKernelOptions
{
    /// <summary>The kernels of the branches, odd.</summary>
    public IReadOnlyList<int> Kernels { get; init; } = [3, 5];

    /// <summary>Whether a larger kernel k is one of 3 with dilation (k - 1) / 2.</summary>
    public bool KeepsThree { get; init; } = true;

    /// <summary>Groups of channels of each branch; not more than the output has channels.</summary>
    public int Groups { get; init; } = 32;

    /// <summary>Whether each branch reads its own share of the input channels instead of all.</summary>
    public bool SplitsInput { get; init; }

    /// <summary>Hidden features of the attention for each output channel, before rounding.</summary>
    public double Ratio { get; init; } = 1.0 / 16;

    /// <summary>The hidden features are a multiple of this number.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>The fewest hidden features.</summary>
    public int LeastHidden { get; init; } = 32;

    /// <summary>
    /// Whether the attention of one image in training is normalised by the running statistics; otherwise one image is an error in training,
    /// because a channel of one value has no statistics.
    /// </summary>
    public bool AcceptsOneImage { get; init; } = true;

    /// <summary>The form of timm: split input, one group, hidden features in steps of 8 without a floor of 32.</summary>
    public static SelectiveKernelOptions Timm => new() { SplitsInput = true, Groups = 1, Divisor = 8, LeastHidden = 1 };
}
