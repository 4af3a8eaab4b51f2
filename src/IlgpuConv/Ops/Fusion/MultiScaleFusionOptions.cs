namespace IlgpuConv.Ops;

/// <summary>How a <see cref="MultiScaleFusion2d"/> aligns its maps.</summary>
public sealed record MultiScaleFusionOptions
{
    /// <summary>The number of the map whose size the others take.</summary>
    public int Reference { get; init; }

    /// <summary>How smaller maps come to the reference's size.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.Nearest;

    /// <summary>How larger maps come to the reference's size.</summary>
    public FusionDownsampling Downsampling { get; init; }

    /// <summary>
    /// How often each map is halved by a strided convolution to come to the reference's size; 0 for maps that are not larger. Needed for
    /// <see cref="FusionDownsampling.StridedConvolution"/>, whose weights depend on it.
    /// </summary>
    public IReadOnlyList<int>? Halvings { get; init; }

    /// <summary>Whether maps that have the right number of channels go through a 1x1 convolution too.</summary>
    public bool AlwaysProjects { get; init; }
}
