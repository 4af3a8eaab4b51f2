using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>Part of a device buffer, seen as elements of one type: what a launch takes for an <c>ArrayView</c> parameter.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Offset">The first element, counted in elements from the start of the buffer.</param>
/// <param name="Length">The number of elements.</param>
public readonly record struct BufferView(DeviceBuffer Buffer, ElementType Type, long Offset, long Length)
{
    /// <summary>Part of this view: <paramref name="length"/> elements from element <paramref name="offset"/> of it on.</summary>
    /// <exception cref="ArgumentException">The part leaves the view.</exception>
    public BufferView Slice(long offset, long length)
    {
        CheckRange(offset, length);
        return this with { Offset = Offset + offset, Length = length };
    }

    /// <summary>Copies <paramref name="source"/> into the view from its first element on.</summary>
    /// <exception cref="ArgumentException">The source is longer than the view or of another type.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> source)
        where T : unmanaged
    {
        ElementTypes.Check<T>(Type);
        CheckRange(0, source.Length);
        Buffer.Device.Write(Buffer, Offset * Type.Size(), MemoryMarshal.AsBytes(source));
    }

    /// <summary>Fills <paramref name="destination"/> from the view's first element on.</summary>
    /// <exception cref="ArgumentException">The destination is longer than the view or of another type.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        ElementTypes.Check<T>(Type);
        CheckRange(0, destination.Length);
        Buffer.Device.Read(Buffer, Offset * Type.Size(), MemoryMarshal.AsBytes(destination));
    }

    /// <summary>The elements as a new array.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the view's type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var result = new T[checked((int)Length)];
        CopyTo<T>(result);
        return result;
    }

    /// <summary>The elements as a new array, as they are after everything launched so far.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the view's type.</exception>
    public async Task<T[]> ToArrayAsync<T>()
        where T : unmanaged
    {
        ElementTypes.Check<T>(Type);
        int size = Type.Size();
        var bytes = new byte[checked((int)Length * size)];
        await Buffer.Device.ReadAsync(Buffer, Offset * size, bytes).ConfigureAwait(false);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the view's type.</exception>
    public void Fill<T>(T value)
        where T : unmanaged
    {
        ElementTypes.Check<T>(Type);
        int size = Type.Size();
        Buffer.Device.Fill(Buffer, Offset * size, Length * size, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
    }

    /// <summary>Copies the elements to <paramref name="destination"/>, a view on the same device with the same type and length.</summary>
    /// <exception cref="ArgumentException">Type, length or device differ.</exception>
    public void CopyTo(BufferView destination)
    {
        if (destination.Type != Type || destination.Length != Length)
        {
            throw new ArgumentException(
                $"[buffer] two views must agree in type and length. Got {Length} of {Type} to {destination.Length} of {destination.Type}.",
                nameof(destination));
        }
        int size = Type.Size();
        Buffer.Device.Copy(Buffer, Offset * size, destination.Buffer, destination.Offset * size, Length * size);
    }

    private void CheckRange(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new ArgumentException(
                $"[buffer] a range must lie within the view. Got offset {offset} and length {length} in a view of {Length} elements.",
                nameof(offset));
        }
    }
}
