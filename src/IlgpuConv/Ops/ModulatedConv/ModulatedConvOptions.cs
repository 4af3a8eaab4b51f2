namespace IlgpuConv.Ops;

/// <summary>How a <see cref="ModulatedConv2d"/> is modulated.</summary>
public sealed record ModulatedConvOptions
{
    /// <summary>Features of the style; null for as many as the input has channels.</summary>
    public int? StyleFeatures { get; init; }

    /// <summary>Whether outputs are divided by the norm of their filter; the last layer to an image goes without.</summary>
    public bool Demodulates { get; init; } = true;

    /// <summary>What is added to the square of a filter's norm.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Which of two evaluations runs.</summary>
    public ModulationForm Form { get; init; }
}
