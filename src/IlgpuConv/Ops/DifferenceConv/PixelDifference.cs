namespace IlgpuConv.Ops;

/// <summary>Between which pixels a pixel difference convolution takes differences.</summary>
public enum PixelDifference
{
    /// <summary>Each tap of 3 x 3 and the centre.</summary>
    Central,

    /// <summary>Neighbours along the ring of 3 x 3.</summary>
    Angular,

    /// <summary>The outer and the inner ring of 5 x 5.</summary>
    Radial,
}
