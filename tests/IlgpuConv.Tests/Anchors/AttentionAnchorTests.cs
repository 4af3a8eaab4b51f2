using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Attention and selective kernels of the operations that the layers apply, and the layers themselves with the same numbers.</summary>
public class AttentionAnchorTests
{
    private static readonly double s_norm = 1 / Math.Sqrt(1 + 1e-5);

    [Fact]
    public void Squeeze_and_excitation() => Anchor.Check(
        "SE rd=2",
        t =>
        {
            Tensor squeezed = t[0].Mean([2, 3]);
            Tensor gate = squeezed.Linear(t[1], t[2]).Relu().Linear(t[3], t[4]).Sigmoid();
            return t[0] * gate.Reshape([2, 4, 1, 1]);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("a", 2, 2, 4), new("ab", [2], 3), Matrix("b", 4, 4, 2), new("bb", [4], 5));

    [Fact]
    public void Efficient_channel_attention() => Anchor.Check(
        "ECA k3",
        t =>
        {
            Tensor means = MemoryViewOperation.View(t[0].GlobalAvgPool2d(), [2, 1, 4], MemoryOrder.ChannelsLast);
            return t[0] * means.Conv1d(t[1], padding: 1).Sigmoid().Reshape([2, 4, 1, 1]);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("w", 2, 1, 1, 3));

    [Fact]
    public void Convolutional_block_attention() => Anchor.Check(
        "CBAM rd=2 spatial k7 (BN eval)",
        t =>
        {
            Tensor Map(Tensor z) => z.Reshape([2, 4]).Linear(t[1]).Relu().Linear(t[2]);
            Tensor gate = (Map(t[0].GlobalAvgPool2d()) + Map(t[0].MaxPool2d((7, 6)))).Sigmoid();
            Tensor x = t[0] * gate.Reshape([2, 4, 1, 1]);
            return x * (x.ChannelPool().Conv2d(t[3], padding: 3) * s_norm).Sigmoid();
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("a", 2, 2, 4), Matrix("b", 4, 4, 2), Matrix("s", 6, 1, 2, 7, 7));

    [Fact]
    public void Selective_kernel() => Anchor.Check(
        "SK M=2 (3x3, 3x3 d2) hidden=3 (BN eval)",
        t =>
        {
            Tensor first = (t[0].Conv2d(t[1], padding: 1) * s_norm).Relu();
            Tensor second = (t[0].Conv2d(t[2], padding: 2, dilation: 2) * s_norm).Relu();
            Tensor hidden = ((first + second).Mean([2, 3]).Linear(t[3]) * s_norm).Relu();
            Tensor shares = hidden.Linear(t[4]).Reshape([2, 2, 6]).Softmax(1);
            return first * shares.Slice(1, 0, 1).Reshape([2, 6, 1, 1]) + second * shares.Slice(1, 1, 1).Reshape([2, 6, 1, 1]);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("w1", 2, 6, 4, 3, 3), Matrix("w2", 3, 6, 4, 3, 3), Matrix("a", 4, 3, 6), Matrix("b", 5, 12, 3));

    [Fact]
    public void The_layers_give_the_anchors_outputs()
    {
        using var scope = new TensorScope();
        Tensor x = Filled([2, 4, 7, 6], 1);
        Check("SE rd=2", new SqueezeExcite(4, new() { Hidden = 2 }), x, ("fc1.weight", 2), ("fc1.bias", 3), ("fc2.weight", 4), ("fc2.bias", 5));
        Check("SE rd=2", new ChannelAttention(4, new() { Hidden = 2 }), x, ("fc1.weight", 2), ("fc1.bias", 3), ("fc2.weight", 4), ("fc2.bias", 5));
        Check("ECA k3", new EfficientChannelAttention(4), x, ("conv.weight", 2));
        var cbam = new ConvBlockAttention2d(4, new() { Channel = new() { Hidden = 2, HasBias = false, UsesMaximum = true } });
        Check("CBAM rd=2 spatial k7 (BN eval)", cbam, x, ("channel.fc1.weight", 2), ("channel.fc2.weight", 4), ("spatial.conv.conv.weight", 6));
        var selective = new SelectiveKernel2d(4, 6, options: new() { Groups = 1, LeastHidden = 3 });
        Check(
            "SK M=2 (3x3, 3x3 d2) hidden=3 (BN eval)", selective, x, ("paths.0.conv.weight", 2), ("paths.1.conv.weight", 3), ("attn.fc_reduce.weight", 4),
            ("attn.fc_select.weight", 5));
    }

    internal static Tensor Filled(Shape shape, int seed) =>
        Tensor.FromDoubles(Anchor.Fill(shape.Elements, seed), shape, IlgpuConv.Runtime.ElementType.Float64, order: MemoryOrder.ChannelsLast);

    /// <summary>The output of a layer in inference whose parameters have the numbers of the anchor.</summary>
    internal static void Check(string operation, Module layer, Tensor x, params (string Name, int Seed)[] parameters)
    {
        using (layer)
        {
            layer.Eval().To(IlgpuConv.Runtime.ElementType.Float64);
            foreach ((string name, int seed) in parameters)
            {
                Tensor value = layer.NamedParameters().Single(p => p.Name == name).Parameter.Value;
                value.CopyFrom(Tensor.FromDoubles(Anchor.Fill(value.Shape.Elements, seed), value.Shape, value.Type, value.Device, value.Order));
            }
            Anchor.CompareOutput(operation, layer.Forward(x));
        }
    }

    private static Anchor.Input Matrix(string name, int seed, params int[] shape) => new(name, shape, seed, Order: MemoryOrder.Filter);
}
