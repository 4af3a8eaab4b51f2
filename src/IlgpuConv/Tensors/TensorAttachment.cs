namespace IlgpuConv.Tensors;

/// <summary>What the autograd engine keeps with a tensor; this folder only carries it along.</summary>
internal abstract class TensorAttachment
{
    /// <summary>Whether a gradient flows into the tensor.</summary>
    public abstract bool IsActive { get; }
}
