using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>An operation that may be the end of the one that makes an input of it.</summary>
internal interface IFinishing
{
    /// <summary>What it does with input <paramref name="index"/>, or null where it is more than an end of that.</summary>
    Epilogue? EpilogueOf(int index, IReadOnlyList<Tensor> inputs);
}
