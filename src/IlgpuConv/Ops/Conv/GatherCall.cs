using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The tensors of one forward or input gradient.</summary>
/// <param name="Source">The input, or dy: channels-last, of any pitch.</param>
/// <param name="Weight">The filter, or one of each sample, in any order.</param>
/// <param name="Bias">One element a channel of the result, or a row of them for each sample, or null.</param>
/// <param name="Result">What is made: channels-last and dense.</param>
/// <param name="Tail">What follows the sums.</param>
/// <param name="KeepsFilter">Whether what is made of the filter is likely used again before it changes.</param>
internal readonly record struct GatherCall(Tensor Source, Tensor Weight, Tensor? Bias, Tensor Result, ConvTail Tail, bool KeepsFilter)
{
    /// <summary>The device of all of them.</summary>
    public Device Device => Source.Device;

    /// <summary>1 where there is a bias.</summary>
    public int Biased => Bias is null ? 0 : 1;

    /// <summary>Bias elements of a sample, or 0 where all share one.</summary>
    public int BiasBatch => Bias is { Shape.Rank: 2 } ? Bias.Pitch : 0;
}
