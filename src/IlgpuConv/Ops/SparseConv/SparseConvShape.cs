using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a sparse convolution, the same for the forward and both gradients: computed and checked here and nowhere else. The features
/// are <c>[sites, I]</c>, the filter is <c>[O, I/groups, kernel...]</c>; a transposed or inverse one is the input gradient of such a convolution,
/// and its filter <c>[I, O/groups, kernel...]</c> is seen from there.
/// </summary>
/// <param name="Rulebook">The pairs.</param>
/// <param name="Weight">The filter.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record SparseConvShape(Rulebook Rulebook, Shape Weight, int Groups)
{
    /// <summary>Channels of the rulebook's input sites.</summary>
    public int InChannels => Weight[1] * Groups;

    /// <summary>Channels of the rulebook's output sites.</summary>
    public int OutChannels => Weight[0];

    /// <summary>Input channels of a group.</summary>
    public int GroupIn => Weight[1];

    /// <summary>Output channels of a group.</summary>
    public int GroupOut => Weight[0] / Groups;

    /// <summary>A multiply-add for each pair, input channel of a group and output channel.</summary>
    public double MultiplyAdds => (double)Rulebook.Pairs * GroupIn * OutChannels;

    /// <summary>Checks the sizes before a rulebook is made.</summary>
    /// <param name="x">The input.</param>
    /// <param name="rank">Spatial axes that the method is for.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="isTransposed">Whether the filter is <c>[I, O/groups, kernel...]</c>.</param>
    /// <returns>The filter's taps.</returns>
    /// <exception cref="ArgumentException">The sizes or element types do not fit; the message names all of them.</exception>
    public static Triple Check(SparseTensor x, int rank, Tensor weight, Tensor? bias, int groups, bool isTransposed)
    {
        ArgumentNullException.ThrowIfNull(weight);
        string got = $"Got {x}, weight {weight.Shape}{(bias is null ? "" : $", bias {bias.Shape}")}, groups {groups}.";
        void Require(bool rule, string text)
        {
            if (!rule) throw new ArgumentException($"[sparse conv] {text}. {got}");
        }

        string kernel = rank == 2 ? "kH, kW" : "kD, kH, kW";
        Require(x.Sites.Rank == rank, $"the sites must have {rank} spatial axes");
        Require(
            weight.Shape.Rank == rank + 2 && weight.Shape.All(size => size >= 1),
            $"the weight must be [{(isTransposed ? "I, O" : "O, I")}/groups, {kernel}] with sizes of at least 1");
        Require(groups >= 1 && weight.Shape[0] % groups == 0 && x.Channels % groups == 0, "groups must be at least 1 and divide the input channels and the output channels");
        Require(
            isTransposed ? weight.Shape[0] == x.Channels : weight.Shape[1] == x.Channels / groups,
            "the weight must have the input's channels, or those of a group of them");
        int outChannels = isTransposed ? weight.Shape[1] * groups : weight.Shape[0];
        Require(bias is null || bias.Shape == new Shape(outChannels), "the bias must be [O]");
        ConvMethods.CheckTypes("sparse conv", x.Features, weight, bias);
        return rank == 2 ? (1, weight.Shape[2], weight.Shape[3]) : (weight.Shape[2], weight.Shape[3], weight.Shape[4]);
    }
}
