using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>An operation that has just run, as an <see cref="OperationTrace"/> hears of it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">Its inputs; optional ones that were absent at the end are not there.</param>
/// <param name="Output">Its output.</param>
/// <param name="Layer">The innermost object that was entered with <see cref="OperationTrace.Enter"/>: a module, or null.</param>
public sealed record AppliedOperation(Operation Operation, IReadOnlyList<Tensor> Inputs, Tensor Output, object? Layer);
