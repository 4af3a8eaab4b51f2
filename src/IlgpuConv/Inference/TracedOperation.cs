using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>An operation that was applied while a network was compiled.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Output">Its output.</param>
/// <param name="First">The number of the first command that it gave to the device.</param>
/// <param name="End">The number after its last.</param>
internal sealed record TracedOperation(Operation Operation, IReadOnlyList<Tensor> Inputs, Tensor Output, int First, int End);
