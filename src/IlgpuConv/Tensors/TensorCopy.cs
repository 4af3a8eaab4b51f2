using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>Copies between layouts, types and devices; none of them is part of the gradient graph.</summary>
internal static class TensorCopy
{
    private static long s_conversions;

    /// <summary>
    /// Copies on a device that changed the order in memory, in the whole process so far. A network in its stride makes none.
    /// </summary>
    public static long Conversions => Interlocked.Read(ref s_conversions);

    /// <summary>Copies the elements of <paramref name="source"/> to <paramref name="target"/>: same shape, type and device.</summary>
    public static void Copy(Tensor source, Tensor target)
    {
        if (source.Order != target.Order) CountConversion();
        int size = source.Type.Size();
        if (source.Layout.Equals(target.Layout) && source.Layout.IsDense)
        {
            source.Device.Copy(
                source.Storage.Buffer, source.Offset * size, target.Storage.Buffer, target.Offset * size, source.Layout.Extent * size);
            return;
        }
        if (size == 1)
        {
            ThroughHost(source, target);
            return;
        }
        Strided(source, target, source.Shape, RowWalk.Strides(source.Layout, source.Shape), 0, RowWalk.Strides(target.Layout, source.Shape), 0);
    }

    /// <summary>Says that an operation read or wrote a tensor in another order than its own.</summary>
    public static void CountConversion() => Interlocked.Increment(ref s_conversions);

    /// <summary>Copies the elements of <paramref name="shape"/> between places given by strides; a source stride of 0 repeats.</summary>
    public static void Strided(
        Tensor source, Tensor target, Shape shape, long[] sourceStrides, long sourceOffset, long[] targetStrides, long targetOffset)
    {
        bool isWide = source.Type.Size() == 8;
        ElementType bits = isWide ? ElementType.Int64 : ElementType.Int32;
        RowWalk walk = RowWalk.Strided(shape, target.Layout.MemoryAxes, targetStrides, sourceStrides, sourceStrides);
        bool isContiguous = walk is { AColumn: 1, YColumn: 1 };
        foreach (RowWalk.Part part in walk.Parts())
        {
            BufferView from = From(source, bits, sourceOffset + part.A), to = From(target, bits, targetOffset + part.Y);
            if (isWide && isContiguous) CopyKernelsLaunch.Rows64(source.Device, part.Grid, from, to, part.Shape);
            else if (isWide) CopyKernelsLaunch.Any64(source.Device, part.Grid, from, to, part.Shape);
            else if (isContiguous) CopyKernelsLaunch.Rows32(source.Device, part.Grid, from, to, part.Shape);
            else CopyKernelsLaunch.Any32(source.Device, part.Grid, from, to, part.Shape);
        }
    }

    /// <summary>A dense tensor of the same elements in <paramref name="order"/>.</summary>
    public static Tensor ToOrder(Tensor source, MemoryOrder order)
    {
        Tensor target = Tensor.Empty(source.Shape, source.Type, source.Device, order);
        Copy(source, target);
        return target;
    }

    /// <summary>The same elements on another device.</summary>
    public static Tensor ToDevice(Tensor source, Device device)
    {
        int size = source.Type.Size();
        var bytes = new byte[source.Layout.Extent * size];
        source.Device.Read(source.Storage.Buffer, source.Offset * size, bytes);
        Tensor target = Tensor.Empty(source.Layout, source.Type, device);
        device.Write(target.Storage.Buffer, 0, bytes);
        return target;
    }

    /// <summary>The elements rounded to another type.</summary>
    public static Tensor ToType(Tensor source, ElementType type) =>
        Tensor.FromDoubles(source.ToDoubles(), source.Shape, type, source.Device, source.Order);

    /// <summary>A tensor's view from an element on, under another type of the same size.</summary>
    private static BufferView From(Tensor tensor, ElementType type, long offset)
    {
        BufferView view = tensor.View;
        return view with { Type = type, Offset = view.Offset + offset, Length = view.Length - offset };
    }

    /// <summary>Bytes have no lane type of their own; they are copied where they are converted anyway.</summary>
    private static void ThroughHost(Tensor source, Tensor target)
    {
        byte[] values = source.ToArray<byte>();
        var memory = new byte[target.Layout.Extent];
        if (!target.Layout.IsDense) target.Device.Read(target.Storage.Buffer, target.Offset, memory);
        HostArrays.Scatter<byte>(values, memory, target.Layout);
        target.Device.Write(target.Storage.Buffer, target.Offset, memory);
    }
}
