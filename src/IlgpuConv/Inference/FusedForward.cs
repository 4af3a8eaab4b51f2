using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>A forward with what follows it, for inference alone.</summary>
internal abstract class FusedForward
{
    /// <summary>The tensors that it reads.</summary>
    public abstract IEnumerable<Tensor> Inputs { get; }

    /// <summary>The forward with one more step, or null where it cannot take that.</summary>
    public abstract FusedForward? With(Epilogue epilogue);

    /// <summary>Launches it.</summary>
    /// <returns>The output, in the layout that the plain operation gives it.</returns>
    public abstract Tensor Run();
}
