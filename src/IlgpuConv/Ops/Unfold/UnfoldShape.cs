using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of unfolding images <c>[N, C, H, W]</c> to columns <c>[N, C kH kW, L]</c>: computed and checked here and nowhere else.</summary>
/// <param name="Image">The shape of the images.</param>
/// <param name="Kernel">Taps of a window.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="Padding">Zeros on each side.</param>
/// <param name="Stride">From one window to the next.</param>
internal sealed record UnfoldShape(Shape Image, Pair Kernel, Pair Dilation, Pair Padding, Pair Stride)
{
    /// <summary>Windows along the height.</summary>
    public int Rows => Windows(Image[2], Kernel.Height, Dilation.Height, Padding.Height, Stride.Height);

    /// <summary>Windows along the width.</summary>
    public int Columns => Windows(Image[3], Kernel.Width, Dilation.Width, Padding.Width, Stride.Width);

    /// <summary>The shape of the columns: one for each window.</summary>
    public Shape Output => [Image[0], checked(Image[1] * Kernel.Height * Kernel.Width), checked(Rows * Columns)];

    /// <summary>Checks the sizes of an unfold.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static UnfoldShape Of(Shape image, Pair kernel, Pair dilation, Pair padding, Pair stride)
    {
        var shape = new UnfoldShape(image, kernel, dilation, padding, stride);
        shape.Check("unfold", $"for {image}.");
        return shape;
    }

    /// <summary>Checks the sizes of a fold.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static UnfoldShape Folded(Shape columns, Pair output, Pair kernel, Pair dilation, Pair padding, Pair stride)
    {
        int taps = kernel.Height * kernel.Width;
        string got = $"Got output {output}, kernel {kernel} for {columns}.";
        if (columns.Rank != 3 || taps < 1 || columns[1] % taps != 0)
            throw new ArgumentException($"[fold] the columns must be [N, C kH kW, L]. {got}", nameof(columns));
        var shape = new UnfoldShape([columns[0], columns[1] / taps, output.Height, output.Width], kernel, dilation, padding, stride);
        shape.Check("fold", $"output {output} for {columns}.");
        if (shape.Output != columns)
            throw new ArgumentException($"[fold] there must be one column for each window, {shape.Rows} x {shape.Columns}. {got}", nameof(columns));
        return shape;
    }

    private void Check(string area, string subject)
    {
        string got = $"Got kernel {Kernel}, dilation {Dilation}, padding {Padding}, stride {Stride} {subject}";
        if (Image.Rank != 4) throw new ArgumentException($"[{area}] the input must be [N, C, H, W]. {got}");
        bool isPositive = Least(Kernel) >= 1 && Least(Dilation) >= 1 && Least(Stride) >= 1 && Least(Padding) >= 0;
        if (!isPositive) throw new ArgumentException($"[{area}] kernel, dilation and stride must be at least 1 and padding at least 0. {got}");
        if (Rows < 1 || Columns < 1) throw new ArgumentException($"[{area}] a window must fit into the padded image. {got}");
    }

    private static int Least(Pair pair) => Math.Min(pair.Height, pair.Width);

    private static int Windows(int size, int kernel, int dilation, int padding, int stride)
    {
        long slack = size + 2L * padding - (long)dilation * (kernel - 1) - 1;
        return slack < 0 ? 0 : checked((int)(slack / stride + 1));
    }
}
