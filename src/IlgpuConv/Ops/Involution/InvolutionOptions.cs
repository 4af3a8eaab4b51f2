namespace IlgpuConv.Ops;

/// <summary>How an <see cref="Involution2d"/> makes its kernels; by default as the authors' code.</summary>
public sealed record InvolutionOptions
{
    /// <summary>Channels that share a kernel; not more than there are.</summary>
    public int GroupChannels { get; init; } = 16;

    /// <summary>Channels of the input for each hidden feature.</summary>
    public int Reduction { get; init; } = 4;

    /// <summary>Whether batch normalisation follows the first of the two maps.</summary>
    public bool HasNorm { get; init; } = true;
}
