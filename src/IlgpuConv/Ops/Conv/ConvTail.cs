using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What the kernels of a convolution do with their sums before these leave the first cache: <c>f(sum + other)</c>, or <c>f(sum) + other</c>.</summary>
/// <param name="Function">f.</param>
/// <param name="Other">A tensor of the output's layout, or null for none.</param>
/// <param name="IsAfter">Whether it is added to the results of the function.</param>
internal readonly record struct ConvTail(SumFunction Function, Tensor? Other = null, bool IsAfter = false)
{
    /// <summary>The number by which kernels are told what to add.</summary>
    public int Continues => Other is null ? 0 : IsAfter ? SumFunctionsBody.After : SumFunctionsBody.Before;

    /// <summary>Whether the stored sums are passed over once more.</summary>
    public bool HasPass => SumFunctionsBody.HasPass(Function.Number, Continues);

    /// <summary>The function that a layer states.</summary>
    public static implicit operator ConvTail(ConvActivation activation) => new(activation);
}
