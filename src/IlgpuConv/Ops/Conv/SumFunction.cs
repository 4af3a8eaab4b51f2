namespace IlgpuConv.Ops;

/// <summary>What kernels of convolutions apply to their sums before these leave the first cache.</summary>
/// <param name="Number">Its number in <see cref="SumFunctionsBody"/>, or 0 for none.</param>
/// <param name="Parameter">What it takes beside the sum.</param>
internal readonly record struct SumFunction(int Number, double Parameter = 0)
{
    /// <summary>The function that a layer states.</summary>
    public static implicit operator SumFunction(ConvActivation activation) => new((int)activation);
}
