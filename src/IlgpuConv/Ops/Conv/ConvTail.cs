using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the kernels of a convolution do with their sums while these are near: <c>f(sum + other)</c>, or <c>f(sum) + other</c>. The kernel of the sums
/// does what it can in registers; the rest is a pass over what it has stored.
/// </summary>
/// <param name="Function">f.</param>
/// <param name="Other">A tensor of the output's layout, or null for none.</param>
/// <param name="IsAfter">Whether it is added to the results of the function.</param>
internal readonly record struct ConvTail(SumFunction Function, Tensor? Other = null, bool IsAfter = false)
{
    /// <summary>The function that a layer states.</summary>
    public static implicit operator ConvTail(ConvActivation activation) => new(activation);

    /// <summary>What the sums of a kernel begin with, where it <paramref name="adds"/>.</summary>
    public Tensor? Start(bool adds) => adds && !IsAfter ? Other : null;

    /// <summary>The number of the function that a kernel applies in registers, or 0.</summary>
    public int InRegisters(bool adds) => Function.Number <= SumFunctionsBody.Relu6 && (Other is null || IsAfter || adds) ? Function.Number : 0;

    /// <summary>Whether something is left for a pass.</summary>
    public bool HasPass(bool adds) => Function.Number != InRegisters(adds) || (Other is not null && Start(adds) is null);

    /// <summary>What a pass adds.</summary>
    public int PassContinues(bool adds) => Other is null || Start(adds) is not null ? 0 : IsAfter ? SumFunctionsBody.After : SumFunctionsBody.Before;

    /// <summary>The number of the function that a pass applies.</summary>
    public int InPass(bool adds) => Function.Number == InRegisters(adds) ? 0 : Function.Number;
}
