using System.Runtime.InteropServices;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <content>Ways to make a tensor; arrays are given in the order of the logical shape and are converted here.</content>
public sealed partial class Tensor
{
    private const int NumbersAtOnce = 4096;

    /// <summary>A tensor with undefined contents, to be filled by a kernel.</summary>
    public static Tensor Empty(Shape shape, ElementType type, Device device, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Empty(new Layout(shape, order), type, device);

    /// <summary>A tensor with undefined contents and the given layout.</summary>
    /// <exception cref="ArgumentException">The type is none of f32, f64, i32, i64, u8.</exception>
    public static Tensor Empty(Layout layout, ElementType type, Device device)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(device);
        if (type is ElementType.UInt32 or ElementType.UInt64)
            throw new ArgumentException($"[tensor] the element type must be f32, f64, i32, i64 or u8. Got {type.ShortName()}.", nameof(type));
        return new Tensor(new Storage(device.Allocate(layout.Extent * type.Size())), type, layout, 0);
    }

    /// <summary>A tensor like this one (shape, order, type, device), dense, with undefined contents.</summary>
    public Tensor EmptyLike() => EmptyApart(Shape, Order);

    /// <summary>
    /// A tensor of this one's type and device with undefined contents, for a kernel that makes it of this one: it begins at a place of a page where
    /// the kernel's reads need not wait for its stores.
    /// </summary>
    internal Tensor EmptyApart(Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast)
    {
        var layout = new Layout(shape, order);
        return new Tensor(new Storage(Device.AllocateApart(View, layout.Extent * Type.Size())), Type, layout, 0);
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(
        Shape shape, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Full(shape, 0, type, device, order);

    /// <summary>A tensor whose elements are all <paramref name="value"/>.</summary>
    public static Tensor Full(
        Shape shape, double value, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast)
    {
        Tensor tensor = Empty(shape, type, device ?? DefaultDevice, order);
        tensor.FillUnversioned(value);
        return tensor;
    }

    /// <summary>A tensor of the elements of an array.</summary>
    /// <param name="values">The elements in the order of the logical shape, last axis fastest.</param>
    /// <param name="shape">The logical shape, such as <c>[N, C, H, W]</c>.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <param name="order">The order in memory.</param>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public static Tensor FromArray<T>(
        ReadOnlySpan<T> values, Shape shape, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values.Length != shape.Elements)
        {
            throw new ArgumentException(
                $"[tensor] the array must have as many elements as the shape. Got {values.Length} elements for {shape}, which has {shape.Elements}.",
                nameof(values));
        }
        Tensor tensor = Empty(shape, ElementTypes.Of<T>(), device ?? DefaultDevice, order);
        tensor.WriteUnversioned(values);
        return tensor;
    }

    /// <inheritdoc cref="FromArray{T}(ReadOnlySpan{T}, Shape, Device, MemoryOrder)"/>
    public static Tensor FromArray<T>(T[] values, Shape shape, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast)
        where T : unmanaged => FromArray((ReadOnlySpan<T>)values, shape, device, order);

    /// <summary>A tensor of type <paramref name="type"/> of numbers given as <c>double</c>, rounded to the type.</summary>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public static Tensor FromDoubles(
        ReadOnlySpan<double> values, Shape shape, ElementType type, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        type switch
        {
            ElementType.Float32 => FromRounded(values, shape, device, order),
            ElementType.Float64 => FromArray(values, shape, device, order),
            ElementType.Int32 => FromArray<int>(HostArrays.Convert<double, int>(values), shape, device, order),
            ElementType.Int64 => FromArray<long>(HostArrays.Convert<double, long>(values), shape, device, order),
            _ => FromArray<byte>(HostArrays.Convert<double, byte>(values), shape, device, order),
        };

    private static Tensor FromRounded(ReadOnlySpan<double> values, Shape shape, Device? device, MemoryOrder order)
    {
        using var rounded = new HostScratch<float>(values.Length);
        Round(values, rounded.Span);
        return FromArray<float>(rounded.Span, shape, device, order);
    }

    /// <summary>Apart, because a method is compiled again while a loop of it runs long: this one is small.</summary>
    private static void Round(ReadOnlySpan<double> values, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = (float)values[i];
    }

    /// <summary>A tensor with no axes that holds one number.</summary>
    public static Tensor Scalar(double value, ElementType type = ElementType.Float32, Device? device = null) =>
        Full(new Shape(), value, type, device);

    /// <summary>Numbers that are uniform in [<paramref name="low"/>, <paramref name="high"/>); the same on every device and in every order.</summary>
    public static Tensor Uniform(
        Shape shape, double low, double high, RandomGenerator? generator = null, ElementType type = ElementType.Float32,
        Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RandomDraw draw = (generator ?? RandomGenerator.Default).Draw((shape.Elements + 1) / 2);
        return FromNumbers((first, values) => RandomGenerator.Uniform(draw, first, values, low, high), shape, type, device ?? DefaultDevice, order);
    }

    /// <summary>Normal numbers of a mean and a standard deviation; the same on every device and in every order.</summary>
    public static Tensor Normal(
        Shape shape, double mean = 0, double deviation = 1, RandomGenerator? generator = null, ElementType type = ElementType.Float32,
        Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RandomDraw draw = (generator ?? RandomGenerator.Default).Draw((shape.Elements + 1) / 2);
        return FromNumbers((first, values) => RandomGenerator.Normal(draw, first, values, mean, deviation), shape, type, device ?? DefaultDevice, order);
    }

    /// <summary>Makes the numbers from an even one on.</summary>
    private delegate void Numbers(long first, Span<double> values);

    /// <summary>
    /// A tensor of numbers that are made. Where the device's memory can be written as it is, that is done some at a time: room for all of a network's
    /// first values, and its holes, would stay with the process.
    /// </summary>
    private static Tensor FromNumbers(Numbers make, Shape shape, ElementType type, Device device, MemoryOrder order)
    {
        if (type != ElementType.Float32 || !IsHostMemory(device))
        {
            using var all = new HostScratch<double>(shape.Elements);
            make(0, all.Span);
            return FromDoubles(all.Span, shape, type, device, order);
        }
        Tensor tensor = Empty(shape, type, device, order);
        Span<float> memory = tensor.HostMemory<float>();
        using var some = new HostScratch<double>(Math.Min(NumbersAtOnce, shape.Elements));
        var walk = new LayoutWalk(tensor.Layout);
        walk.Begin();
        int at = 0;
        for (long first = 0; first < shape.Elements; first += NumbersAtOnce)
        {
            Span<double> values = some.Span[..(int)Math.Min(NumbersAtOnce, shape.Elements - first)];
            make(first, values);
            at = HostArrays.Scatter(values, memory, walk, at);
        }
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Whether a new tensor's memory can be written as it is: nothing waits for it, and no network is recorded.</summary>
    private static bool IsHostMemory(Device device) => device is HostDevice && LaunchTape.Of(device) is null;

    private unsafe Span<T> HostMemory<T>()
        where T : unmanaged => new((T*)Storage.Buffer.Handle + Offset, checked((int)Layout.Extent));

    /// <summary>
    /// An image <c>[1, channels, height, width]</c> of bytes in the order height, width, channel:
    /// <c>y = (byte / 255 - mean[channel]) / deviation[channel]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The number of bytes, means or deviations does not fit.</exception>
    public static Tensor FromImage(
        ReadOnlySpan<byte> bytes, int height, int width, int channels, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation, Device? device = null)
    {
        if (bytes.Length != (long)height * width * channels || mean.Length != channels || deviation.Length != channels)
        {
            throw new ArgumentException(
                "[image] there must be height x width x channels bytes, and a mean and a deviation for each channel. " +
                $"Got {bytes.Length} bytes, {mean.Length} means and {deviation.Length} deviations for height {height}, width {width}, channels {channels}.",
                nameof(bytes));
        }
        var values = new float[bytes.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (bytes[i] / 255f - mean[i % channels]) / deviation[i % channels];
        Tensor image = Empty([1, channels, height, width], ElementType.Float32, device ?? DefaultDevice);
        image.Device.Write(image.Storage.Buffer, 0, MemoryMarshal.AsBytes<float>(values));
        return image;
    }

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    public void Fill(double value)
    {
        FillUnversioned(value);
        MarkChanged();
    }

    /// <summary>Overwrites the elements with those of an array in the order of the logical shape.</summary>
    /// <exception cref="ArgumentException">The number or type of the elements differs.</exception>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        CheckElements<T>();
        if (values.Length != Shape.Elements)
            throw new ArgumentException($"[tensor] the array must have as many elements as the shape. Got {values.Length} elements for {this}.", nameof(values));
        WriteUnversioned(values);
        MarkChanged();
    }

    internal static Device DefaultDevice => Devices.Get("cpu");

    private void FillUnversioned(double value)
    {
        if (!Layout.IsDense)
        {
            using Tensor dense = Full(Shape, value, Type, Device, Order);
            TensorCopy.Copy(dense, this);
            return;
        }
        Device.Fill(Storage.Buffer, Offset * Type.Size(), Layout.Extent * Type.Size(), HostArrays.Bytes(value, Type));
    }

    private void WriteUnversioned<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        long start = Offset * Type.Size();
        if (Layout.IsDense && Layout.Order == MemoryOrder.RowMajor)
        {
            Device.Write(Storage.Buffer, start, MemoryMarshal.AsBytes(values));
            return;
        }
        if (IsHostMemory(Device))
        {
            // Nothing, for the checks of device and buffer.
            Device.Write(Storage.Buffer, start, default);
            HostArrays.Scatter(values, HostMemory<T>(), Layout);
            GC.KeepAlive(this);
            return;
        }
        using var scratch = new HostScratch<T>(Layout.Extent);
        Span<T> memory = scratch.Span;
        if (!Layout.IsDense) Device.Read(Storage.Buffer, start, MemoryMarshal.AsBytes(memory));
        HostArrays.Scatter(values, memory, Layout);
        Device.Write(Storage.Buffer, start, MemoryMarshal.AsBytes(memory));
    }
}
