using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Plans and launches sums over any axes: one pass for each run of neighbouring axes, and one more where a run is long enough to be
/// cut into slices. The passes depend on the layout only.
/// </summary>
internal static class Reduction
{
    private const int LongestSlice = 256;
    private const int VirtualColumns = 64;

    private readonly record struct Axis(int Size, long Stride, bool IsReduced);

    /// <summary>The sum over the marked axes times <paramref name="scale"/>; they stay with size 1.</summary>
    public static Tensor Sum(Tensor x, bool[] isReduced, double scale)
    {
        int[] sizes = [.. x.Shape.Select((size, axis) => isReduced[axis] ? 1 : size)];
        Tensor result = Tensor.Empty(sizes, x.Type, x.Device, x.Order);
        if (x.Shape.Elements == 0)
        {
            Tensor zeros = Tensor.Zeros(result.Shape, x.Type, x.Device, x.Order);
            return zeros;
        }
        List<Axis> axes = Axes(x, isReduced);
        if (!IsSimple(axes))
        {
            x = TensorCopy.ToOrder(x, x.Order);
            axes = Axes(x, isReduced);
        }
        BufferView view = x.View;
        int next = axes.FindIndex(a => a.IsReduced);
        if (next < 0)
        {
            int count = (int)result.Shape.Elements;
            ReduceKernelsLaunch.Runs(x.Device, new LaunchGrid(count), view, result.View, count, 1, 1, scale);
            return result;
        }
        while (next >= 0) view = Pass(x, view, axes, result, scale, ref next);
        return result;
    }

    /// <summary>One pass over the outermost reduced axis; <paramref name="axes"/> becomes what is left.</summary>
    private static BufferView Pass(Tensor x, BufferView view, List<Axis> axes, Tensor result, double scale, ref int next)
    {
        Axis reduced = axes[next];
        int outer = Product(axes[..next]), columns = Product(axes[(next + 1)..]);
        int outerStride = next == 0 ? 0 : (int)axes[next - 1].Stride;
        bool isInner = columns == 1 && reduced.Stride == 1;
        bool isRun = isInner && reduced.Size < 2 * VirtualColumns;

        int rows = reduced.Size, rowStride = (int)reduced.Stride, tail = 0;
        if (isInner && !isRun) (rows, columns, rowStride, tail) = (rows / VirtualColumns, VirtualColumns, VirtualColumns, rows % VirtualColumns);
        int slices = rows <= 2 * LongestSlice ? 1 : (rows + LongestSlice - 1) / LongestSlice;
        int left = isRun ? 1 : isInner ? slices * VirtualColumns : slices;

        List<Axis> rest = [.. axes[..next]];
        if (left > 1) rest.Add(new Axis(left, 0, true));
        rest.AddRange(axes[(next + 1)..]);
        Dense(rest);
        axes.Clear();
        axes.AddRange(rest);
        next = axes.FindIndex(a => a.IsReduced);

        double factor = next < 0 ? scale : 1;
        BufferView target = next < 0 ? result.View : Tensor.Empty([Product(axes)], x.Type, x.Device).View;
        if (isRun)
        {
            ReduceKernelsLaunch.Runs(x.Device, new LaunchGrid(outer), view, target, outer, reduced.Size, outerStride, factor);
            return target;
        }
        int sliceRows = slices == 1 ? rows : LongestSlice;
        var shape = new SumShape(columns, rows, sliceRows, slices, rowStride, outerStride, tail);
        ReduceKernelsLaunch.Rows(x.Device, new LaunchGrid(columns, outer, slices), view, target, shape, factor);
        return target;
    }

    private static List<Axis> Axes(Tensor x, bool[] isReduced)
    {
        var axes = new List<Axis>();
        foreach (int axis in x.Layout.MemoryAxes)
        {
            if (x.Shape[axis] == 1) continue;
            var each = new Axis(x.Shape[axis], x.Layout.Stride(axis), isReduced[axis]);
            if (axes.Count > 0 && axes[^1].IsReduced == each.IsReduced && axes[^1].Stride == each.Stride * each.Size)
                axes[^1] = each with { Size = axes[^1].Size * each.Size };
            else
                axes.Add(each);
        }
        return axes;
    }

    /// <summary>Whether what lies inside the first reduced axis is one contiguous run, as a pass needs it.</summary>
    private static bool IsSimple(List<Axis> axes)
    {
        int first = axes.FindIndex(a => a.IsReduced);
        if (first < 0) return axes.Count == 0 || (axes.Count == 1 && axes[0].Stride == 1);
        long expected = 1;
        for (int i = axes.Count - 1; i > first; i--)
        {
            if (axes[i].Stride != expected) return false;
            expected *= axes[i].Size;
        }
        return true;
    }

    private static void Dense(List<Axis> axes)
    {
        long stride = 1;
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            axes[i] = axes[i] with { Stride = stride };
            stride *= axes[i].Size;
        }
        for (int i = axes.Count - 1; i > 0; i--)
        {
            if (axes[i].IsReduced != axes[i - 1].IsReduced) continue;
            axes[i - 1] = axes[i] with { Size = axes[i].Size * axes[i - 1].Size };
            axes.RemoveAt(i);
        }
    }

    private static int Product(List<Axis> axes) => axes.Aggregate(1, (product, a) => checked(product * a.Size));
}
