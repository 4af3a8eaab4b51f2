using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary><c>y = x + other</c>, element by element.</summary>
/// <param name="Other">A tensor of the same shape.</param>
internal sealed record SumEpilogue(Tensor Other) : Epilogue;
