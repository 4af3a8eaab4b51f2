using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <content>Ways to look at a tensor's elements; they are given in the order of the logical shape.</content>
public sealed partial class Tensor
{
    /// <summary>The elements in the order of the logical shape, last axis fastest.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        CheckElements<T>();
        var memory = new T[Layout.Extent];
        Device.Read(Storage.Buffer, Offset * Type.Size(), MemoryMarshal.AsBytes(memory.AsSpan()));
        return InLogicalOrder(memory);
    }

    /// <summary>The elements as they are after everything launched so far, read while the program goes on.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
    public async Task<T[]> ToArrayAsync<T>()
        where T : unmanaged
    {
        CheckElements<T>();
        int size = Type.Size();
        var bytes = new byte[Layout.Extent * size];
        await Device.ReadAsync(Storage.Buffer, Offset * size, bytes).ConfigureAwait(false);
        return InLogicalOrder(MemoryMarshal.Cast<byte, T>(bytes).ToArray());
    }

    /// <summary>The elements of any type as <c>double</c>, in the order of the logical shape.</summary>
    public double[] ToDoubles() => Type switch
    {
        ElementType.Float32 => HostArrays.Convert<float, double>(ToArray<float>()),
        ElementType.Float64 => ToArray<double>(),
        ElementType.Int32 => HostArrays.Convert<int, double>(ToArray<int>()),
        ElementType.Int64 => HostArrays.Convert<long, double>(ToArray<long>()),
        _ => HostArrays.Convert<byte, double>(ToArray<byte>()),
    };

    /// <summary>The only element.</summary>
    /// <exception cref="ArgumentException">The tensor has another number of elements than one.</exception>
    public double ToScalar()
    {
        if (Shape.Elements != 1) throw new ArgumentException($"[tensor] only a tensor of one element is a number. Got {this}.");
        return ToDoubles()[0];
    }

    /// <summary>The line of <see cref="ToString"/> and the smallest, largest and mean element, the deviation, and the first elements.</summary>
    public string Describe()
    {
        double[] values = ToDoubles();
        if (values.Length == 0) return $"{this}: no elements";
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{this}: min {values.Min():G6}, max {values.Max():G6}, mean {mean:G6}, deviation {deviation:G6}; ");
        text.AppendJoin(" ", values.Take(8).Select(v => v.ToString("G6", CultureInfo.InvariantCulture)));
        int bad = values.Count(v => !double.IsFinite(v));
        if (values.Length > 8) text.Append(" ...");
        if (bad > 0) text.Append(CultureInfo.InvariantCulture, $" ({bad} not finite)");
        return text.ToString();
    }

    private T[] InLogicalOrder<T>(T[] memory)
        where T : unmanaged
    {
        if (Layout.IsDense && Layout.Order == MemoryOrder.RowMajor) return memory;
        var values = new T[Shape.Elements];
        HostArrays.Gather(memory, values, Layout);
        return values;
    }

    private void CheckElements<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type)
            throw new ArgumentException($"[tensor] an array must have the tensor's element type. Got {typeof(T).Name} for {this}.");
    }
}
