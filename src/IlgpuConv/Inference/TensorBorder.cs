using System.Runtime.InteropServices;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>Moves arrays in logical order to and from one tensor, through memory that is kept.</summary>
internal sealed class TensorBorder
{
    private readonly Tensor _tensor;
    private readonly string _what;
    private readonly LayoutWalk _walk;
    private readonly byte[] _memory;

    /// <summary>Prepares for a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="what">What it is, for messages.</param>
    public TensorBorder(Tensor tensor, string what)
    {
        (_tensor, _what, _walk) = (tensor, what, new LayoutWalk(tensor.Layout));
        _memory = GC.AllocateUninitializedArray<byte>(checked((int)(tensor.Layout.Extent * tensor.Type.Size())), pinned: true);
    }

    /// <summary>Writes the elements.</summary>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Check<T>(values.Length);
        HostArrays.Scatter(values, MemoryMarshal.Cast<byte, T>(_memory.AsSpan()), _walk);
        _tensor.Device.Write(_tensor.Storage.Buffer, _tensor.Offset * _tensor.Type.Size(), _memory);
    }

    /// <summary>Reads the elements.</summary>
    public void Read<T>(Span<T> values)
        where T : unmanaged
    {
        Check<T>(values.Length);
        _tensor.Device.Read(_tensor.Storage.Buffer, _tensor.Offset * _tensor.Type.Size(), _memory);
        HostArrays.Gather(MemoryMarshal.Cast<byte, T>(_memory.AsSpan()), values, _walk);
    }

    private void Check<T>(int length)
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() == _tensor.Type && length == _tensor.Shape.Elements) return;
        throw new ArgumentException(
            $"[inference] the {_what} must have the elements that the network was compiled for. Got {length} of {ElementTypes.Of<T>().ShortName()} for {_tensor}.", _what);
    }
}
