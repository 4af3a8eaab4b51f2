using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary><c>y = x scale[c] + shift[c]</c>, where neither depends on the network's input.</summary>
/// <param name="Scale">One factor a channel.</param>
/// <param name="Shift">One summand a channel.</param>
internal sealed record ChannelEpilogue(Tensor Scale, Tensor Shift) : Epilogue;
