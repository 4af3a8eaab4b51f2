using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Weight gradients whose kernels read rows of positions where they lie; a slice is some rows.</summary>
internal abstract class RowGradient : ConvWeightGradient
{
    private const int SlicePixels = 512;
    private const long SliceElements = 1 << 24;

    /// <summary>Divides the rows of output positions.</summary>
    protected RowGradient(ConvPlan plan)
        : base(plan)
    {
        ConvShape shape = plan.Shape;
        int rows = (shape.IsPerSample ? 1 : plan.Images) * plan.D.Destination * plan.H.Destination;
        long pixels = (long)rows * plan.W.Destination;
        long elements = (long)shape.Taps * shape.GroupIn * shape.OutChannels * (shape.IsPerSample ? Math.Max(1, plan.Images) : 1);
        long wanted = Math.Clamp(pixels / SlicePixels, 1, Math.Max(1, SliceElements / elements));
        SliceRows = (int)Math.Max(1, (rows + wanted - 1) / wanted);
        Slices = Math.Max(1, (rows + SliceRows - 1) / SliceRows);
    }

    /// <inheritdoc/>
    public override int Slices { get; }

    /// <summary>Rows of a slice.</summary>
    public int SliceRows { get; }

    /// <summary>Slices of all filters.</summary>
    protected int AllSlices => checked(Slices * (Plan.Shape.IsPerSample ? Plan.Shape.Batch : 1));

    /// <summary>The slices in words.</summary>
    protected string SlicesText => $"{Slices} slices of {SliceRows} rows";

    /// <summary>The arguments of a kernel that makes all channels.</summary>
    protected WeightGradientArgs Args(Tensor x, Tensor dy) => new(
        Plan.D, Plan.H, Plan.W, x.Pitch, dy.Pitch, Plan.In, Plan.Out, Plan.Shape.Groups, Plan.Shape.IsPerSample ? 1 : Plan.Images, Slices, SliceRows, 1, 0,
        Plan.PrefetchesRows ? 1 : 0);
}
