using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Filters generated from the channels' means by a linear map, applied to the image that they came from.</summary>
public class GeneratorAnchorTests
{
    [Fact]
    public void Kernel_generator() => Anchor.Check(
        "kernel generator GAP->Linear(bias)->per-sample k3 p1",
        t =>
        {
            // The matrix of the table lies as one filter for each channel: its transpose.
            Tensor filters = MemoryViewOperation.View(t[1], [4, 180], MemoryOrder.RowMajor).Reshape([4, 5, 4, 3, 3]);
            Tensor mixed = t[0].GlobalAvgPool2d().Reshape([2, 4]).MixFilters(filters, t[2].Reshape([5, 4, 3, 3]));
            return t[0].PerSampleConv2d(mixed, t[3], padding: 1);
        },
        ToleranceRule.Rounding,
        Anchor.X,
        new("g", [180, 4], 2, 0.5, MemoryOrder.Filter),
        new("gb", [180], 4, 0.3),
        new("b", [5], 3));
}
