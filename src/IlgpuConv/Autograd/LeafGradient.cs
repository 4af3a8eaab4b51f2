using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>Where the gradient of a tensor that no operation made is added up; shared by all handles of the tensor.</summary>
internal sealed class LeafGradient(Layout layout) : TensorAttachment
{
    public Layout Layout { get; } = layout;

    public bool RequiresGrad { get; set; } = true;

    public override bool IsActive => RequiresGrad;

    public Tensor? Gradient { get; private set; }

    public List<Func<Tensor, Tensor?>>? Hooks { get; set; }

    public void Clear()
    {
        Gradient?.Dispose();
        Gradient = null;
    }

    public void Set(Tensor? gradient)
    {
        Clear();
        if (gradient is not null) Gradient = TensorScope.Release(gradient.Alias());
    }

    /// <summary>Adds a gradient that the engine owns.</summary>
    public void Accumulate(Tensor gradient, bool createGraph)
    {
        Tensor mine = InPlace(gradient, createGraph);
        if (Gradient is null)
        {
            Gradient = mine;
            return;
        }
        using (TensorScope.Suspend())
        {
            Tensor sum = new AccumulateOperation().Apply(Gradient, mine);
            Gradient.Dispose();
            mine.Dispose();
            Gradient = sum;
        }
    }

    /// <summary>The gradient in the order of the leaf, so that an optimiser runs over both as flat memory.</summary>
    private Tensor InPlace(Tensor gradient, bool createGraph)
    {
        if (createGraph || (gradient.Order == Layout.Order && gradient.Layout.IsDense)) return gradient;
        using (TensorScope.Suspend())
        {
            Tensor ordered = TensorCopy.ToOrder(gradient, Layout.Order);
            gradient.Dispose();
            return ordered;
        }
    }
}
