using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <content>The classic kernels.</content>
public static partial class ImageFilters
{
    /// <summary>The Sobel operator: <c>√(g_x² + g_y²) / 4</c>, 1 at the sharpest vertical or horizontal edge.</summary>
    public static ImageFilter Sobel { get; } = Add(new("sobel", "how steep the image is: Sobel's two kernels of 3x3, sqrt(gx² + gy²) / 4", (x, _) =>
    {
        Tensor gx = OnEach(x, Filters(x, 3, 3, -1, 0, 1, -2, 0, 2, -1, 0, 1)), gy = OnEach(x, Filters(x, 3, 3, -1, -2, -1, 0, 0, 0, 1, 2, 1));
        return (gx.Square() + gy.Square()).Sqrt().Mul(0.25);
    }));

    /// <summary>A blur, a column and then a row of <c>2 ceil(3 σ) + 1</c> taps.</summary>
    public static ImageFilter GaussianBlur { get; } = Add(new("gaussian", "a blur of deviation --sigma, a column and then a row", (x, options) =>
    {
        int size = 2 * (int)Math.Ceiling(3 * options.Sigma) + 1;
        double[] line = Gaussian(options.Sigma, size);
        return OnEach(OnEach(x, Filters(x, size, 1, line)), Filters(x, 1, size, line));
    }));

    /// <summary>The Laplacian: the four neighbours less four times the centre, by 4.</summary>
    public static ImageFilter Laplacian { get; } = Add(new(
        "laplacian", "the four neighbours less the centre, 0 as grey", (x, _) => OnEach(x, Filters(x, 3, 3, 0, 1, 0, 1, -4, 1, 0, 1, 0)).Mul(0.25)) { IsSigned = true });
}
