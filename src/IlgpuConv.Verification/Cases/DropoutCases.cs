using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of dropout: the same elements are dropped on every device.</summary>
internal sealed class DropoutCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach ((string name, Shape shape) in ((string, Shape)[])[("1", [1]), ("3x7x2x5", [3, 7, 2, 5]), ("1001", [1001]), ("empty", [0])])
        {
            yield return new OperationCase
            {
                Name = $"Dropout/{name}",
                Inputs = [CaseInput.Uniform("x", shape)],
                Call = t => t[0].Dropout(0.3, new RandomGenerator(7, 0xFFFFFFFE)),
                Tolerance = ToleranceRule.Linear,
            };
        }
    }
}
