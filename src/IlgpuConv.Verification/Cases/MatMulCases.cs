using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of matrix products and linear layers: every tile, tails, slices of the sum, transposes, orders.</summary>
internal sealed class MatMulCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Products(), .. Linears()];

    private static IEnumerable<OperationCase> Products()
    {
        foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 1, 1), (1, 7, 19), (5, 3, 2), (7, 5, 18), (13, 8, 37), (9, 6, 70), (6, 1100, 5)])
            yield return Product($"MatMul/{m}x{k} {k}x{n}", [m, k], [k, n], false, false);
        yield return Product("MatMul/transpose a", [6, 5], [6, 9], true, false);
        yield return Product("MatMul/transpose b", [5, 6], [9, 6], false, true);
        yield return Product("MatMul/transpose both", [6, 5], [9, 6], true, true);
        foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 64, 1), (5, 70, 9), (16, 133, 3)])
            yield return Product($"MatMul/dot products {m}x{k} {n}x{k}", [m, k], [n, k], false, true);
        yield return Product("MatMul/dot products batch", [2, 3, 67], [2, 6, 67], false, true);
        yield return Product("MatMul/dot products filter order", [70, 5], [70, 6], true, false, MemoryOrder.Filter);
        yield return Product("MatMul/batch", [3, 4, 5], [3, 5, 6], false, false);
        yield return Product("MatMul/batch transposed", [2, 5, 4], [2, 6, 5], true, true);
        yield return Product("MatMul/no terms", [3, 0], [0, 4], false, false);
        yield return Product("MatMul/filter order", [5, 6], [6, 9], false, false, MemoryOrder.Filter);
    }

    private static OperationCase Product(
        string name, Shape a, Shape b, bool transposeA, bool transposeB, MemoryOrder order = MemoryOrder.ChannelsLast) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("a", a, order), CaseInput.Uniform("b", b, order)],
        Call = t => t[0].MatMul(t[1], transposeA, transposeB),
        Tolerance = ToleranceRule.Linear,
    };

    private static IEnumerable<OperationCase> Linears()
    {
        foreach ((int inputs, int outputs, int samples) in ((int, int, int)[])[(1, 1, 1), (64, 10, 32), (5, 17, 3), (33, 40, 2), (12, 130, 7), (4, 3, 0)])
            yield return Linear($"Linear/{inputs}-{outputs} n{samples}", inputs, outputs, samples);
        yield return Linear("Linear/2048-1000 n32", 2048, 1000, 32, isPerformanceOnly: true);
        yield return new OperationCase
        {
            Name = "Linear/features of an image",
            Inputs = [CaseInput.Uniform("x", [3, 5, 2, 4]), CaseInput.Uniform("weight", [6, 5, 2, 4], MemoryOrder.Filter)],
            Call = t => t[0].FlattenSpatialFirst().Linear(t[1].FlattenSpatialFirst()),
            Tolerance = ToleranceRule.Linear,
        };
        yield return new OperationCase
        {
            Name = "Linear/no bias, slice, row-major weight",
            Inputs = [CaseInput.Uniform("x", [4, 6], pitch: 11), CaseInput.Uniform("weight", [5, 6], MemoryOrder.RowMajor)],
            Call = t => t[0].Linear(t[1]),
            Tolerance = ToleranceRule.Linear,
        };
    }

    private static OperationCase Linear(string name, int inputs, int outputs, int samples, bool isPerformanceOnly = false) => new()
    {
        Name = name,
        Inputs =
        [
            CaseInput.Uniform("x", [samples, inputs]), CaseInput.Uniform("weight", [outputs, inputs], MemoryOrder.Filter),
            CaseInput.Uniform("bias", [outputs]),
        ],
        Call = t => t[0].Linear(t[1], t[2]),
        Tolerance = ToleranceRule.Linear,
        Flops = 2.0 * samples * inputs * outputs,
        Bytes = 4.0 * (samples * inputs + inputs * outputs + samples * outputs),
        IsPerformanceOnly = isPerformanceOnly,
    };
}
