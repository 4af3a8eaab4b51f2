namespace IlgpuConv.Ops;

/// <summary>How a map that is larger than the reference of a <see cref="MultiScaleFusion2d"/> comes to its size.</summary>
public enum FusionDownsampling
{
    /// <summary>Means over the regions of a grid of the reference's size.</summary>
    AveragePool,

    /// <summary>The largest of each window; the sizes must be multiples of the reference's.</summary>
    MaxPool,

    /// <summary>As a smaller map does: <see cref="MultiScaleFusionOptions.Resize"/>.</summary>
    Resize,

    /// <summary>
    /// Convolutions of 3x3 with stride 2, as many as halve the map to the reference's size; the projection to the common channels is the first of
    /// them. The scales are given by <see cref="MultiScaleFusionOptions.Halvings"/>.
    /// </summary>
    StridedConvolution,
}
