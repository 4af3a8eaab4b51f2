using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The same dense memory under another shape and order. It is what joins the linear map of a generator, whose outputs lie spatial-first,
/// with filters: nothing moves.
/// </summary>
internal sealed class MemoryViewOperation(Layout layout) : Operation
{
    private Layout? _from;

    /// <inheritdoc/>
    public override string Name => "memory view";

    /// <summary>Views <paramref name="x"/> as <paramref name="shape"/> in <paramref name="order"/>; it is copied first where it is not dense.</summary>
    public static Tensor View(Tensor x, Shape shape, MemoryOrder order) =>
        new MemoryViewOperation(new Layout(shape, order)).Apply(x.Layout.IsDense ? x : x.Contiguous());

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Rearranged(_from!, layout);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _from = inputs[0].Layout;
        return inputs[0].ViewAs(layout);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new MemoryViewOperation(_from!).Apply(gradient.InOrder(layout.Order).Contiguous())];
}
