using System.Runtime.InteropServices;
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
        if (source.Order != target.Order) Interlocked.Increment(ref s_conversions);
        int size = source.Type.Size();
        if (source.Layout.Equals(target.Layout) && source.Layout.IsDense)
        {
            source.Device.Copy(
                source.Storage.Buffer, source.Offset * size, target.Storage.Buffer, target.Offset * size, source.Layout.Extent * size);
            return;
        }
        CopyThroughHost(source, target);
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

    private static void CopyThroughHost(Tensor source, Tensor target)
    {
        switch (source.Type)
        {
            case ElementType.Float32: Through<float>(source, target); break;
            case ElementType.Float64: Through<double>(source, target); break;
            case ElementType.Int32: Through<int>(source, target); break;
            case ElementType.Int64: Through<long>(source, target); break;
            default: Through<byte>(source, target); break;
        }
    }

    private static void Through<T>(Tensor source, Tensor target)
        where T : unmanaged
    {
        T[] values = source.ToArray<T>();
        var memory = new T[target.Layout.Extent];
        long start = target.Offset * target.Type.Size();
        if (!target.Layout.IsDense) target.Device.Read(target.Storage.Buffer, start, MemoryMarshal.AsBytes(memory.AsSpan()));
        HostArrays.Scatter<T>(values, memory, target.Layout);
        target.Device.Write(target.Storage.Buffer, start, MemoryMarshal.AsBytes<T>(memory));
    }
}
