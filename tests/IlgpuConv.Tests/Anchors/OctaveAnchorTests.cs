using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Octave convolution, with both outputs.</summary>
public class OctaveAnchorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Octave(int stride)
    {
        Anchor.Input Filter(string name, int seed) => new(name, [3, 2, 3, 3], seed, Order: MemoryOrder.Filter);
        Anchor.CheckOutputs(
            $"OctConv a=.5 s{stride} k3 p1", t =>
            {
                (Tensor h, Tensor l) = (t[0], t[1]);
                Tensor half = stride == 1 ? l : l.OctaveDown();
                if (stride == 2) h = h.OctaveDown();
                Tensor y = h.Conv2d(t[2], padding: 1), across = l.Conv2d(t[4], padding: 1);
                return [y + (stride == 1 ? across.OctaveUp(8, 8) : across), half.Conv2d(t[5], padding: 1) + h.OctaveDown().Conv2d(t[3], padding: 1)];
            },
            new("h", [2, 2, 8, 8], 1), new("l", [2, 2, 4, 4], 2), Filter("hh", 3), Filter("hl", 4), Filter("lh", 5), Filter("ll", 6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_layer_makes_the_outputs_of_its_filters(int stride)
    {
        using var scope = new TensorScope();
        var layer = new OctaveConv2d(4, 6, 3, stride: stride, padding: 1, hasBias: false);
        layer.To(ElementType.Float64);
        (Parameter Filter, int Seed)[] filters = [(layer.HighToHigh!, 3), (layer.HighToLow!, 4), (layer.LowToHigh!, 5), (layer.LowToLow!, 6)];
        foreach ((Parameter filter, int seed) in filters)
        {
            filter.RequiresGrad = false;
            filter.Value.CopyFrom(Tensor.FromDoubles(Anchor.Fill(54, seed), [3, 2, 3, 3], ElementType.Float64, order: MemoryOrder.Filter));
        }
        (Tensor? y, Tensor? z) = layer.Forward(
            Tensor.FromDoubles(Anchor.Fill(256, 1), [2, 2, 8, 8], ElementType.Float64), Tensor.FromDoubles(Anchor.Fill(64, 2), [2, 2, 4, 4], ElementType.Float64));
        Anchor.CompareOutput($"OctConv a=.5 s{stride} k3 p1", y!, "y0");
        Anchor.CompareOutput($"OctConv a=.5 s{stride} k3 p1", z!, "y1");
    }
}
