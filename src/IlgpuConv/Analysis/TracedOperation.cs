using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>An operation that ran inside a network, with the layer that it belongs to.</summary>
/// <param name="Layer">
/// The name of the module whose parameters it uses, or that was entered, such as <c>layer1.0.conv1</c>; for what has neither, the innermost module
/// around the layers before and after it, which is <c>""</c> for the network itself.
/// </param>
/// <param name="Kind">The type of that module, such as <c>Conv2d</c>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">Its inputs; their elements may be gone.</param>
/// <param name="Output">Its output; the same.</param>
/// <param name="Parameters">The parameters that no operation before used, directly or through what is made of parameters alone.</param>
/// <param name="IsConstant">Whether the result depends on parameters alone.</param>
internal sealed record TracedOperation(
    string Layer, string Kind, Operation Operation, IReadOnlyList<Tensor> Inputs, Tensor Output, IReadOnlyList<Parameter> Parameters, bool IsConstant);
