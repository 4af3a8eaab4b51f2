using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of operations that move elements: reshape, order, slice, concatenation.</summary>
internal sealed class ShapeCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("Reshape/free", [2, 6, 1, 1], x => x.Reshape([2, 6]));
        yield return Case("Reshape/merges channels", [2, 3, 4, 5], x => x.Reshape([2, 60]));
        yield return Case("Reshape/splits", [2, 12], x => x.Reshape([2, 3, 2, 2]));
        yield return Case("Reshape/spatial", [2, 3, 4, 5], x => x.Reshape([2, 3, 20]));
        yield return Case("Flatten/2x3x2x2", [2, 3, 2, 2], x => x.Flatten());
        yield return Case("FlattenSpatialFirst/2x3x2x4", [2, 3, 2, 4], x => x.FlattenSpatialFirst());
        yield return Case("FlattenSpatialFirst/slice", [2, 3, 2, 4], x => x.FlattenSpatialFirst(), pitch: 5);
        yield return Case("InOrder/row-major", [2, 5, 3, 4], x => x.InOrder(MemoryOrder.RowMajor));
        yield return Case("InOrder/filter", [6, 5, 3, 4], x => x.InOrder(MemoryOrder.Filter));
        yield return Case("Contiguous/slice", [2, 5, 3, 4], x => x.Contiguous(), pitch: 8);
        yield return Case("Slice/channels", [2, 9, 3, 4], x => x.Slice(1, 2, 5));
        yield return Case("Slice/channels of a slice", [2, 9, 3, 4], x => x.Slice(1, 2, 5), pitch: 12);
        yield return Case("Slice/batch", [4, 3, 2, 2], x => x.Slice(0, 1, 2));
        yield return Case("Slice/rows", [2, 3, 5, 4], x => x.Slice(2, 1, 3));
        yield return Case("Slice/columns", [2, 3, 5, 4], x => x.Slice(3, 1, 2));
        yield return Case("Slice/nothing", [2, 3, 5, 4], x => x.Slice(1, 3, 0));
        foreach (int axis in (int[])[0, 1, 2, 3])
        {
            Shape a = new Shape(2, 3, 4, 5).With(axis, 2), b = a.With(axis, 3);
            yield return new OperationCase
            {
                Name = $"Concat/axis {axis}",
                Inputs = [CaseInput.Uniform("a", a), CaseInput.Uniform("b", b), CaseInput.Uniform("c", a, MemoryOrder.RowMajor)],
                Call = t => Tensor.Concat(axis, t[0], t[1], t[2]),
                Tolerance = ToleranceRule.Exact,
            };
        }
    }

    private static OperationCase Case(string name, Shape shape, Func<Tensor, Tensor> call, int pitch = 0) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("x", shape, pitch: pitch)],
        Call = t => call(t[0]),
        Tolerance = ToleranceRule.Exact,
    };
}
