using System.Runtime.CompilerServices;

namespace IlgpuConv.Kernels;

/// <summary>A view of <typeparamref name="T"/> elements in device memory; the only way a kernel reads and writes memory.</summary>
/// <typeparam name="T">A primitive: <c>float</c>, <c>double</c>, <c>int</c>, <c>uint</c>, <c>long</c>, <c>ulong</c> or <c>byte</c>.</typeparam>
public readonly unsafe struct ArrayView<T>
    where T : unmanaged
{
    private readonly T* _elements;

    /// <summary>Makes a view of <paramref name="length"/> elements at <paramref name="elements"/>, for running a kernel method as plain C#.</summary>
    public ArrayView(T* elements, long length)
    {
        _elements = elements;
        Length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The number of elements as an <c>int</c>.</summary>
    public int IntLength => checked((int)Length);

    /// <summary>The element at <paramref name="index"/>, counted from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative or not below <see cref="Length"/>.</exception>
    public ref T this[int index] => ref this[(long)index];

    /// <summary>The element at <paramref name="index"/>, counted from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative or not below <see cref="Length"/>.</exception>
    public ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)Length) OutOfRange(index);
            return ref _elements[index];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OutOfRange(long index) =>
        throw new IndexOutOfRangeException($"[view] an index must lie within the view. Got index {index}, length {Length}.");
}
