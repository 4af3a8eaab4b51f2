using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>The normalisations.</summary>
public class NormAnchorTests
{
    private static readonly Anchor.Input s_volumes = new("x", [2, 4, 3, 5, 6], 1);
    private static readonly Anchor.Input s_weight = new("w", [4], 2), s_bias = new("b", [4], 3);

    [Fact]
    public void Instances() => Check("instance norm", t => t[0].InstanceNorm(t[1], t[2]), Anchor.X, s_weight, s_bias);

    [Fact]
    public void Instances_of_volumes() => Check("instance norm of volumes", t => t[0].InstanceNorm(t[1], t[2]), s_volumes, s_weight, s_bias);

    [Fact]
    public void Two_groups() => Check("group norm g2", t => t[0].GroupNorm(2, t[1], t[2]), Anchor.X, s_weight, s_bias);

    [Fact]
    public void One_group_of_signals() => Check("group norm g1 of signals", t => t[0].GroupNorm(1, t[1], t[2]), new("x", [3, 4, 9], 1), s_weight, s_bias);

    [Fact]
    public void Images() => Check(
        "layer norm C H W", t => t[0].LayerNorm([4, 7, 6], t[1], t[2]), Anchor.X, new("w", [1, 4, 7, 6], 2), new("b", [1, 4, 7, 6], 3));

    [Fact]
    public void Maps() => Check("layer norm H W", t => t[0].LayerNorm([7, 6], t[1], t[2]), Anchor.X, new("w", [7, 6], 2), new("b", [7, 6], 3));

    [Fact]
    public void Vectors() => Check(
        "layer norm of vectors", t => t[0].LayerNorm([11], t[1], t[2]), new("x", [5, 11], 1), new("w", [11], 2), new("b", [11], 3));

    [Fact]
    public void Channels_of_pixels() => Check("layer norm of channels", t => t[0].ChannelLayerNorm(t[1], t[2]), Anchor.X, s_weight, s_bias);

    [Fact]
    public void Batches_of_volumes() => Check("batch norm of volumes", t => t[0].BatchNorm(t[1], t[2]), s_volumes, s_weight, s_bias);

    private static void Check(string operation, Func<IReadOnlyList<Tensor>, Tensor> call, params Anchor.Input[] inputs) =>
        Anchor.Check(operation, call, ToleranceRule.Rounding, inputs);
}
