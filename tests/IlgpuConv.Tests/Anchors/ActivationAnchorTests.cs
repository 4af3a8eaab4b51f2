using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Activations over images.</summary>
public class ActivationAnchorTests
{
    [Fact]
    public void Gelu() => Check("gelu", x => x.Gelu());

    [Fact]
    public void Silu() => Check("silu", x => x.Silu());

    [Fact]
    public void Hardswish() => Check("hardswish", x => x.Hardswish());

    [Fact]
    public void LeakyRelu() => Check("leaky relu", x => x.LeakyRelu(0.2));

    [Fact]
    public void Softmax_along_the_height() => Check("softmax axis 2", x => x.Softmax(2));

    [Fact]
    public void LogSoftmax_of_channels() => Check("log softmax axis 1", x => x.LogSoftmax());

    private static void Check(string operation, Func<Tensor, Tensor> call) =>
        Anchor.Check(operation, t => call(t[0]), ToleranceRule.Rounding, new Anchor.Input("x", [2, 4, 7, 6], 1, 3.7));
}
