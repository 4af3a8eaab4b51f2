using IlgpuConv.Inference;

namespace IlgpuConv.Ops;

/// <summary>A function of each element that a convolution can apply to its sums.</summary>
/// <param name="Activation">Which.</param>
internal sealed record ActivationEpilogue(ConvActivation Activation) : Epilogue;
