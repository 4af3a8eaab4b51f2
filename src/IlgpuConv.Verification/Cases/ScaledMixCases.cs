using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of mixtures of scaled filters.</summary>
internal sealed class ScaledMixCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("e3 5-4 k3x2 n2", 2, [3, 5, 4, 3, 2]);
        yield return Case("e2 19-9 k1 n3", 3, [2, 19, 9, 1, 1]);
        yield return Case("e2 6-5 g2 k3 n2", 2, [2, 6, 5, 3, 1], groups: 2);
        yield return Case("e2 4-1 g4 k3 depthwise n2", 2, [2, 4, 1, 3, 3], groups: 4);
        yield return Case("e1 17-2 k3 n1", 1, [1, 17, 2, 3]);
        yield return Case("e6 7-5 k2 outputs only n2", 2, [6, 7, 5, 2, 2], hasInputScale: false);
        yield return Case("e2 6-2 g3 outputs only n2", 2, [2, 6, 2, 3, 1], groups: 3, hasInputScale: false);
        yield return Case("e2 5-4 k3 row-major n2", 2, [2, 5, 4, 3, 1], order: MemoryOrder.RowMajor);
        yield return Case("e2 3-2 k3 n0", 0, [2, 3, 2, 3, 3]);
        yield return Case("e4 128-128 k3 n32", 32, [4, 128, 128, 3, 3]) with { IsPerformanceOnly = true };
    }

    private static OperationCase Case(
        string sizes, int samples, Shape bank, int groups = 1, bool hasInputScale = true, MemoryOrder order = MemoryOrder.PerSampleFilter)
    {
        int taps = bank.Skip(3).Aggregate(1, (product, size) => product * size);
        CaseInput[] inputs = [CaseInput.Uniform("filters", bank, order), CaseInput.Uniform("outputs", [samples, bank[0], bank[1]], MemoryOrder.RowMajor)];
        if (hasInputScale) inputs = [.. inputs, CaseInput.Uniform("inputs", [samples, bank[0], taps, bank[2] * groups], MemoryOrder.RowMajor)];
        return new OperationCase
        {
            Name = $"MixScaledFilters/{sizes}",
            Inputs = inputs,
            Call = t => t[0].MixScaledFilters(t[1], hasInputScale ? t[2] : null, groups),
            Flops = 3.0 * samples * bank.Elements,
            Bytes = 4.0 * (bank.Elements + samples * bank.Elements / bank[0]),
        };
    }
}
