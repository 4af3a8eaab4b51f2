using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of sums and means: every pass of the plan, slices, tails, and orders.</summary>
internal sealed class ReduceCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        (string Name, Shape Shape, int[]? Axes, int Pitch, MemoryOrder Order)[] shapes =
        [
            ("1", [1], null, 0, MemoryOrder.RowMajor), ("all 7", [7], null, 0, MemoryOrder.RowMajor), ("all 127", [127], null, 0, MemoryOrder.RowMajor),
            ("all 1000", [1000], null, 0, MemoryOrder.RowMajor), ("all 40001", [40001], null, 0, MemoryOrder.RowMajor),
            ("channels kept", [3, 17, 5, 4], [0, 2, 3], 0, MemoryOrder.ChannelsLast), ("H W", [3, 18, 5, 4], [2, 3], 0, MemoryOrder.ChannelsLast),
            ("C", [2, 6, 3, 4], [1], 0, MemoryOrder.ChannelsLast), ("C 200", [2, 200, 2, 2], [1], 0, MemoryOrder.ChannelsLast),
            ("N", [5, 4, 3, 2], [0], 0, MemoryOrder.ChannelsLast), ("N W", [3, 4, 3, 5], [0, 3], 0, MemoryOrder.ChannelsLast),
            ("H", [2, 4, 3, 5], [2], 0, MemoryOrder.ChannelsLast), ("slice H W", [2, 5, 3, 4], [2, 3], 9, MemoryOrder.ChannelsLast),
            ("slice C", [2, 5, 3, 4], [1], 9, MemoryOrder.ChannelsLast), ("slice all", [2, 5, 3, 4], null, 9, MemoryOrder.ChannelsLast),
            ("slice N", [3, 5, 2, 2], [0], 7, MemoryOrder.ChannelsLast), ("rows 700", [700, 5], [0], 0, MemoryOrder.RowMajor),
            ("filter by output", [6, 4, 3, 3], [1, 2, 3], 0, MemoryOrder.Filter), ("none", [2, 3], [], 0, MemoryOrder.RowMajor),
            ("per-sample filter", [2, 6, 4, 3, 3], [2, 3, 4], 0, MemoryOrder.PerSampleFilter), ("one channel", [2, 1, 9, 9], [2, 3], 4, MemoryOrder.ChannelsLast),
        ];
        foreach (var (name, shape, axes, pitch, order) in shapes)
        {
            yield return new OperationCase
            {
                Name = $"Sum/{name}",
                Inputs = [CaseInput.Uniform("x", shape, order, pitch: pitch)],
                Call = t => t[0].Sum(axes),
                Tolerance = ToleranceRule.Linear,
            };
            yield return new OperationCase
            {
                Name = $"Mean/{name}",
                Inputs = [CaseInput.Uniform("x", shape, order, pitch: pitch)],
                Call = t => t[0].Mean(axes, keepAxes: true),
                Tolerance = ToleranceRule.Linear,
            };
        }
        yield return new OperationCase
        {
            Name = "Sum/to shape",
            Inputs = [CaseInput.Uniform("x", [2, 5, 3, 4])],
            Call = t => t[0].SumTo([5, 1, 4]),
            Tolerance = ToleranceRule.Linear,
        };
        yield return new OperationCase
        {
            Name = "Expand/N C 1 1",
            Inputs = [CaseInput.Uniform("x", [2, 5, 1, 1])],
            Call = t => t[0].Expand([2, 5, 3, 4]),
            Tolerance = ToleranceRule.Linear,
        };
    }
}
