namespace IlgpuConv.Ops;

/// <summary>How the pixels of a resized image are found.</summary>
public enum ResizeMode
{
    /// <summary>Pixel i of O is the pixel <c>floor(i I / O)</c> of I.</summary>
    Nearest,

    /// <summary>
    /// Linear along each axis (bilinear for images) between pixel centres, PyTorch's <c>align_corners=False</c>: pixel i lies at
    /// <c>max((i + 1/2) I / O - 1/2, 0)</c>.
    /// </summary>
    Linear,
}
