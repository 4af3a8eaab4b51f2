using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Filters of different fields centred in one span with zeros around and between their taps: <c>[O, I, k_s, k_s]</c> each to
/// <c>[S, O, I, K, K]</c>. The gradient of each is <see cref="BankTakeOperation"/>, whose own is <see cref="BankPlaceOperation"/>.
/// </summary>
internal sealed class FilterBankOperation(FieldBranch[] fields) : Operation
{
    /// <inheritdoc/>
    public override string Name => "filter bank";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor bank = Empty(fields, inputs[0]);
        for (int s = 0; s < fields.Length; s++) Place(inputs[s], bank, fields, s);
        return bank;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor bank = gradient.InOrder(MemoryOrder.PerSampleFilter);
        return [.. fields.Select((_, s) => Needs(s) ? new BankTakeOperation(fields, s).Apply(bank) : null)];
    }

    internal static Tensor Empty(FieldBranch[] fields, Tensor filter)
    {
        int span = fields.Max(f => f.Span);
        return Tensor.Zeros([fields.Length, filter.Shape[0], filter.Shape[1], span, span], filter.Type, filter.Device, MemoryOrder.PerSampleFilter);
    }

    internal static void Place(Tensor filter, Tensor bank, FieldBranch[] fields, int s)
    {
        Shape shape = [1, .. filter.Shape];
        (long[] strides, long offset) = Places(bank, fields, s);
        TensorCopy.Strided(filter, bank, shape, RowWalk.Strides(filter.Layout, shape), 0, strides, offset);
    }

    /// <summary>Strides of filter s in a bank, and where it begins.</summary>
    internal static (long[] Strides, long Offset) Places(Tensor bank, FieldBranch[] fields, int s)
    {
        Layout layout = bank.Layout;
        int step = fields[s].Dilation, margin = (bank.Shape[4] - fields[s].Span) / 2;
        long row = layout.Stride(3), column = layout.Stride(4), first = layout.Stride(0);
        return ([first, layout.Stride(1), layout.Stride(2), row * step, column * step], s * first + margin * (row + column));
    }
}

/// <summary>One filter of a bank: the places that <see cref="FilterBankOperation"/> gave it.</summary>
internal sealed class BankTakeOperation(FieldBranch[] fields, int s) : Operation
{
    /// <inheritdoc/>
    public override string Name => "bank take";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor bank = inputs[0].Layout.IsDense ? inputs[0] : TensorCopy.ToOrder(inputs[0], inputs[0].Order);
        Tensor filter = Tensor.Empty([bank.Shape[1], bank.Shape[2], fields[s].Kernel, fields[s].Kernel], bank.Type, bank.Device, MemoryOrder.Filter);
        (long[] strides, long offset) = FilterBankOperation.Places(bank, fields, s);
        TensorCopy.Strided(bank, filter, filter.Shape, strides[1..], offset, RowWalk.Strides(filter.Layout, filter.Shape), 0);
        return filter;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new BankPlaceOperation(fields, s).Apply(gradient)];
}

/// <summary>A bank of zeros with one filter in its places.</summary>
internal sealed class BankPlaceOperation(FieldBranch[] fields, int s) : Operation
{
    /// <inheritdoc/>
    public override string Name => "bank place";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor bank = FilterBankOperation.Empty(fields, inputs[0]);
        FilterBankOperation.Place(inputs[0], bank, fields, s);
        return bank;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new BankTakeOperation(fields, s).Apply(gradient.InOrder(MemoryOrder.PerSampleFilter))];
}
