using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Convolution with a dilation for each output channel.</summary>
public class InceptionAnchorTests
{
    [Fact]
    public void Inception() => Anchor.Check(
        "IC-Conv k3 {(1,1):2,(1,2):1,(3,1):3}",
        t => t[0].InceptionConv2d(t[1], new DilationPattern([new((1, 1), 2), new((1, 2), 1), new((3, 1), 3)])),
        ToleranceRule.Linear, Anchor.X, new("w", [6, 4, 3, 3], 2, Order: MemoryOrder.Filter));
}
