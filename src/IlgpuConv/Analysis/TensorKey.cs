using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>The same elements in the same place, whichever handle they are held by.</summary>
internal readonly record struct TensorKey(Storage Storage, Layout Layout, long Offset)
{
    public static TensorKey Of(Tensor tensor) => new(tensor.Storage, tensor.Layout, tensor.Offset);
}
