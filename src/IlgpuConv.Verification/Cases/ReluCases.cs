using IlgpuConv.Ops;

namespace IlgpuConv.Verification;

/// <summary>Cases of the rectifier.</summary>
internal sealed class ReluCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return new OperationCase { Name = "Relu/2x13x5x3", Inputs = [CaseInput.AwayFromZero("x", [2, 13, 5, 3])], Call = t => t[0].Relu() };
        yield return new OperationCase { Name = "Relu/slice", Inputs = [CaseInput.AwayFromZero("x", [2, 6, 3, 3], pitch: 10)], Call = t => t[0].Relu() };
        yield return new OperationCase { Name = "Relu/1", Inputs = [CaseInput.AwayFromZero("x", [1])], Call = t => t[0].Relu() };
        yield return new OperationCase { Name = "Relu/empty", Inputs = [CaseInput.AwayFromZero("x", [0, 3, 2, 2])], Call = t => t[0].Relu() };
        yield return new OperationCase
        {
            Name = "Relu/64x56x56",
            Inputs = [CaseInput.AwayFromZero("x", [1, 64, 56, 56])],
            Call = t => t[0].Relu(),
            Bytes = 2 * 4 * 64 * 56 * 56,
            IsPerformanceOnly = true,
        };
    }
}
