using IlgpuConv.Inference;

namespace IlgpuConv.Ops;

/// <summary>A function of each element that kernels of convolutions can apply to their sums.</summary>
/// <param name="Function">Which.</param>
internal sealed record FunctionEpilogue(SumFunction Function) : Epilogue;
