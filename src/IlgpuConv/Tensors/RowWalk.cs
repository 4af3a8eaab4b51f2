using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>
/// Plans pointwise launches: aligns the axes of the inputs with those of the output, walks them in the order of the output's memory,
/// and merges neighbouring axes that step alike, so that most launches have one or two axes left.
/// </summary>
internal sealed class RowWalk
{
    private readonly List<(int Size, long Y, long A, long B)> _axes = [];

    private RowWalk()
    {
    }

    /// <summary>One launch's worth of a walk.</summary>
    /// <param name="Grid">The extent.</param>
    /// <param name="Shape">The kernel's argument.</param>
    /// <param name="Y">Where the output begins, counted from its view's first element.</param>
    /// <param name="A">Where the first input begins.</param>
    /// <param name="B">Where the second input begins.</param>
    public readonly record struct Part(LaunchGrid Grid, RowShape Shape, long Y, long A, long B);

    /// <summary>Steps of the output along columns, 1 unless the output is written with gaps.</summary>
    public long YColumn => _axes[^1].Y;

    /// <summary>Steps of the first input along columns.</summary>
    public long AColumn => _axes[^1].A;

    /// <summary>Steps of the second input along columns.</summary>
    public long BColumn => _axes[^1].B;

    /// <summary>Plans for an output layout and inputs that are broadcast to it as NumPy does: axes align at the end, size 1 repeats.</summary>
    public static RowWalk Broadcast(Layout y, Layout a, Layout? b = null) =>
        Strided(y.Shape, y.MemoryAxes, Strides(y, y.Shape), Strides(a, y.Shape), b is null ? new long[y.Shape.Rank] : Strides(b, y.Shape));

    /// <summary>Plans for given strides of each logical axis.</summary>
    public static RowWalk Strided(Shape shape, ReadOnlySpan<int> memoryAxes, long[] y, long[] a, long[] b)
    {
        var walk = new RowWalk();
        foreach (int axis in memoryAxes)
            if (shape[axis] != 1) walk.Append(shape[axis], y[axis], a[axis], b[axis]);
        if (walk._axes.Count == 0) walk._axes.Add((1, 1, 1, 1));
        return walk;
    }

    /// <summary>The strides of a layout along the axes of a shape that it is broadcast to.</summary>
    public static long[] Strides(Layout layout, Shape shape)
    {
        var strides = new long[shape.Rank];
        int missing = shape.Rank - layout.Shape.Rank;
        for (int axis = missing; axis < shape.Rank; axis++)
            strides[axis] = layout.Shape[axis - missing] == 1 ? 0 : layout.Stride(axis - missing);
        return strides;
    }

    /// <summary>The launches: one, unless more than four axes are left.</summary>
    public IEnumerable<Part> Parts()
    {
        if (_axes.Exists(a => a.Size == 0)) yield break;
        int leading = Math.Max(0, _axes.Count - 4);
        RowShape shape = Inner(leading, out LaunchGrid grid);
        var index = new int[leading];
        long y = 0, a = 0, b = 0;
        while (true)
        {
            yield return new Part(grid, shape, y, a, b);
            int axis = leading - 1;
            for (; axis >= 0; axis--)
            {
                (int size, long stepY, long stepA, long stepB) = _axes[axis];
                (y, a, b) = (y + stepY, a + stepA, b + stepB);
                if (++index[axis] < size) break;
                (y, a, b) = (y - size * stepY, a - size * stepA, b - size * stepB);
                index[axis] = 0;
            }
            if (axis < 0) yield break;
        }
    }

    private void Append(int size, long y, long a, long b)
    {
        if (_axes.Count > 0)
        {
            (int outer, long outerY, long outerA, long outerB) = _axes[^1];
            bool merges = outerY == y * size && outerA == a * size && outerB == b * size && (long)outer * size <= int.MaxValue;
            if (merges)
            {
                _axes[^1] = (outer * size, y, a, b);
                return;
            }
        }
        _axes.Add((size, y, a, b));
    }

    private RowShape Inner(int leading, out LaunchGrid grid)
    {
        Span<int> sizes = [1, 1, 1, 1];
        Span<long> y = [0, 0, 0, 0], a = [0, 0, 0, 0], b = [0, 0, 0, 0];
        for (int i = leading; i < _axes.Count; i++)
        {
            int to = 4 - (_axes.Count - i);
            (sizes[to], y[to], a[to], b[to]) = _axes[i];
        }
        int groups = (sizes[2] + RowShape.RowsPerGroup - 1) / RowShape.RowsPerGroup;
        grid = new LaunchGrid(sizes[3], groups, sizes[0] * sizes[1]);
        return new RowShape(sizes, y, a, b);
    }
}
