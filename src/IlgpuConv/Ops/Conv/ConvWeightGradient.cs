using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A family that makes a weight gradient: sums of slices of the positions, which are added in order. How many there are depends on the shape only, so that
/// every device and thread count adds in the same order.
/// </summary>
internal abstract class ConvWeightGradient(ConvPlan plan) : ConvImplementation(plan)
{
    /// <summary>Slices of the positions that one filter sums over; one is the gradient itself.</summary>
    public abstract int Slices { get; }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => Slices == 1 ? 0 : Slices * Plan.Shape.Weight.Elements * type.Size();

    /// <summary>Fills dw, which is in filter order and has elements; x and dy are channels-last, of any pitch.</summary>
    public void Run(Tensor x, Tensor dy, Tensor dw)
    {
        if (Slices == 1)
        {
            Sum(x, dy, dw);
            return;
        }
        ConvShape shape = Plan.Shape;
        int filters = shape.IsPerSample ? shape.Batch : 1, length = checked((int)(shape.Weight.Elements / filters));
        Tensor sums = Tensor.Empty([filters, Slices, length], x.Type, x.Device, MemoryOrder.RowMajor);
        Sum(x, dy, sums);
        ConvKernelsLaunch.SumSlices(x.Device, new LaunchGrid(length, 1, filters), sums.View, dw.View, Slices, length);
    }

    /// <summary>Makes the sums of the slices, <c>[filter][slice][elements of a filter]</c>.</summary>
    protected abstract void Sum(Tensor x, Tensor dy, Tensor sums);
}
