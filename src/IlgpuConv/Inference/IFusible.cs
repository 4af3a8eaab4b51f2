using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>An operation that can take others into itself in inference.</summary>
internal interface IFusible
{
    /// <summary>The operation on its inputs, ready to take others in; null where it cannot.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="isConstant">Whether a tensor is the same in every call.</param>
    FusedForward? Fuse(IReadOnlyList<Tensor> inputs, Func<Tensor, bool> isConstant);
}
