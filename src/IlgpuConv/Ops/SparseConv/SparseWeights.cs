using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Filters of other sparse libraries as those of this one, <c>[O, I/groups, kernel...]</c>, or <c>[I, O/groups, kernel...]</c> of a transposed or
/// inverse convolution. Axes are in the order of this library's coordinates, the width last.
/// </summary>
public static class SparseWeights
{
    /// <summary>spconv 2: <c>[O, (kD,) kH, kW, I]</c>.</summary>
    /// <param name="weight">The filter as saved.</param>
    /// <param name="isTransposed">Whether it is that of an inverse or transposed convolution.</param>
    /// <exception cref="ArgumentException">The filter has not four or five axes.</exception>
    public static Tensor FromSpconv(Tensor weight, bool isTransposed = false)
    {
        int[] kernel = Kernel("spconv 2", "[O, (kD,) kH, kW, I]", weight, first: 1);
        (int o, int i) = (weight.Shape[0], weight.Shape[-1]);
        return Make(weight, o, i, kernel, isTransposed, (at, c, tap, taps) => (at * taps + tap) * i + c);
    }

    /// <summary>spconv 1: <c>[(kD,) kH, kW, I, O]</c>.</summary>
    /// <param name="weight">The filter as saved.</param>
    /// <param name="isTransposed">Whether it is that of an inverse or transposed convolution.</param>
    /// <exception cref="ArgumentException">The filter has not four or five axes.</exception>
    public static Tensor FromSpconv1(Tensor weight, bool isTransposed = false)
    {
        int[] kernel = Kernel("spconv 1", "[(kD,) kH, kW, I, O]", weight, first: 0);
        (int i, int o) = (weight.Shape[-2], weight.Shape[-1]);
        return Make(weight, o, i, kernel, isTransposed, (at, c, tap, _) => (tap * i + c) * o + at);
    }

    /// <summary>
    /// MinkowskiEngine: <c>[K, I, O]</c>, or <c>[I, O]</c> for one tap. It counts offsets with its first coordinate fastest, which is this library's
    /// width, the last: turn its columns x, y, z round to z, y, x.
    /// </summary>
    /// <param name="weight">The filter as saved.</param>
    /// <param name="kernel">Taps; in two dimensions the depth has one.</param>
    /// <param name="rank">Spatial axes, 2 or 3.</param>
    /// <param name="isTransposed">Whether it is that of a transposed convolution.</param>
    /// <exception cref="ArgumentException">The taps are not those of the filter.</exception>
    public static Tensor FromMinkowski(Tensor weight, Triple kernel, int rank = 3, bool isTransposed = false)
    {
        (int taps, int i, int o) = Flat("MinkowskiEngine", weight, kernel, rank);
        return Make(weight, o, i, Axes(kernel, rank), isTransposed, (at, c, tap, _) => (tap * i + c) * o + at);
    }

    /// <summary>
    /// torchsparse: <c>[K, I, O]</c>, or <c>[I, O]</c> for one tap, in three dimensions. It counts offsets as MinkowskiEngine does where their
    /// number is odd, and the other way round, x slowest, where it is even.
    /// </summary>
    /// <param name="weight">The filter as saved.</param>
    /// <param name="kernel">Taps along z, y and x.</param>
    /// <param name="isTransposed">Whether it is that of a transposed convolution.</param>
    /// <exception cref="ArgumentException">The taps are not those of the filter.</exception>
    public static Tensor FromTorchSparse(Tensor weight, Triple kernel, bool isTransposed = false)
    {
        (int taps, int i, int o) = Flat("torchsparse", weight, kernel, 3);
        int Theirs(int tap)
        {
            if (taps % 2 == 1) return tap;
            int x = tap % kernel.Width, y = tap / kernel.Width % kernel.Height, z = tap / kernel.Width / kernel.Height;
            return (x * kernel.Height + y) * kernel.Depth + z;
        }
        return Make(weight, o, i, kernel.Axes, isTransposed, (at, c, tap, _) => (Theirs(tap) * i + c) * o + at);
    }

    /// <summary>SparseConvNet: <c>[K, groups, I/groups, O/groups]</c>, offsets with the last coordinate fastest.</summary>
    /// <param name="weight">The filter as saved.</param>
    /// <param name="kernel">Taps; in two dimensions the depth has one.</param>
    /// <param name="rank">Spatial axes, 2 or 3.</param>
    /// <param name="isTransposed">Whether it is that of a deconvolution.</param>
    /// <exception cref="ArgumentException">The taps are not those of the filter.</exception>
    public static Tensor FromSparseConvNet(Tensor weight, Triple kernel, int rank = 3, bool isTransposed = false)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 4) throw Misfit("SparseConvNet", "[K, groups, I/groups, O/groups]", weight, kernel);
        int groups = weight.Shape[1], i = weight.Shape[2], o = weight.Shape[3];
        if (weight.Shape[0] != Taps(kernel) || !Fits(kernel, rank)) throw Misfit("SparseConvNet", "[K, groups, I/groups, O/groups]", weight, kernel);
        // The groups lie beside the output channels here, and beside the input channels of a deconvolution.
        int From(int at, int c, int tap) => isTransposed
            ? ((tap * groups + c / i) * i + c % i) * o + at
            : ((tap * groups + at / o) * i + c) * o + at % o;
        return isTransposed
            ? Make(weight, o, groups * i, Axes(kernel, rank), true, (at, c, tap, _) => From(at, c, tap))
            : Make(weight, groups * o, i, Axes(kernel, rank), false, (at, c, tap, _) => From(at, c, tap));
    }

    /// <summary>Fills <c>[O, I, kernel]</c>, or <c>[I, O, kernel]</c>, from the place that each output, input channel and tap has.</summary>
    private static Tensor Make(Tensor weight, int outs, int ins, int[] kernel, bool isTransposed, Func<int, int, int, int, int> place)
    {
        if (!weight.IsFloating) throw new ArgumentException($"[sparse conv] a filter must be of a floating-point type. Got {weight}.", nameof(weight));
        double[] values = weight.ToDoubles(), made = new double[values.Length];
        int taps = kernel.Aggregate(1, (n, k) => n * k);
        for (int o = 0; o < outs; o++)
        {
            for (int i = 0; i < ins; i++)
            {
                int row = isTransposed ? i * outs + o : o * ins + i;
                for (int tap = 0; tap < taps; tap++) made[row * taps + tap] = values[place(o, i, tap, taps)];
            }
        }
        Shape shape = isTransposed ? [ins, outs, .. kernel] : [outs, ins, .. kernel];
        return Tensor.FromDoubles(made, shape, weight.Type, weight.Device, MemoryOrder.Filter);
    }

    private static int[] Kernel(string library, string layout, Tensor weight, int first)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank is not (4 or 5)) throw new ArgumentException($"[sparse conv] a filter of {library} is {layout}. Got {weight}.", nameof(weight));
        return [.. weight.Shape.Skip(first).Take(weight.Shape.Rank - 2)];
    }

    private static (int Taps, int In, int Out) Flat(string library, Tensor weight, Triple kernel, int rank)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int taps = weight.Shape.Rank == 2 ? 1 : weight.Shape[0];
        if (weight.Shape.Rank is not (2 or 3) || taps != Taps(kernel) || !Fits(kernel, rank)) throw Misfit(library, "[K, I, O]", weight, kernel);
        return (taps, weight.Shape[-2], weight.Shape[-1]);
    }

    private static ArgumentException Misfit(string library, string layout, Tensor weight, Triple kernel) =>
        new($"[sparse conv] a filter of {library} is {layout} with K = kD kH kW taps. Got {weight}, kernel {kernel}.", nameof(weight));

    private static bool Fits(Triple kernel, int rank) => rank == 3 || (rank == 2 && kernel.Depth == 1);

    private static long Taps(Triple kernel) => (long)kernel.Depth * kernel.Height * kernel.Width;

    private static int[] Axes(Triple kernel, int rank) => rank == 2 ? [kernel.Height, kernel.Width] : kernel.Axes;
}
