using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of element-wise arithmetic: sizes 0, 1, primes and tails, every way of broadcasting, slices of channels.</summary>
internal sealed class ElementwiseCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() =>
        [.. Binary(), .. Mixed(), .. Unary()];

    private static IEnumerable<OperationCase> Binary()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Call)[] operations =
        [
            ("Add", (a, b) => a + b), ("Sub", (a, b) => a - b), ("Mul", (a, b) => a * b), ("Div", (a, b) => a / b),
        ];
        (string Name, Shape A, Shape B)[] shapes =
        [
            ("empty", [0], [0]), ("1", [1], [1]), ("37", [37], [37]), ("2x5x3x7", [2, 5, 3, 7], [2, 5, 3, 7]),
            ("per channel", [2, 19, 3, 4], [1, 19, 1, 1]), ("N C 1 1", [3, 17, 4, 2], [3, 17, 1, 1]), ("N 1 H W", [2, 6, 3, 5], [2, 1, 3, 5]),
            ("scalar", [3, 4, 2, 2], []), ("row", [5, 18], [18]), ("outer", [7, 1], [1, 9]), ("left repeats", [1, 5, 1, 1], [2, 5, 3, 2]),
        ];
        foreach (var (name, call) in operations)
        {
            foreach (var (sizes, a, b) in shapes)
            {
                yield return new OperationCase
                {
                    Name = $"{name}/{sizes}",
                    Inputs = [CaseInput.AwayFromZero("a", a), CaseInput.AwayFromZero("b", b)],
                    Call = t => call(t[0], t[1]),
                };
            }
        }
    }

    private static IEnumerable<OperationCase> Mixed()
    {
        yield return new OperationCase
        {
            Name = "Mul/channel slice",
            Inputs = [CaseInput.Uniform("a", [2, 5, 3, 4], pitch: 9), CaseInput.Uniform("b", [2, 5, 1, 1])],
            Call = t => t[0] * t[1],
        };
        yield return new OperationCase
        {
            Name = "Mul/two orders",
            Inputs = [CaseInput.Uniform("a", [2, 5, 3, 4]), CaseInput.Uniform("b", [2, 5, 3, 4], MemoryOrder.RowMajor)],
            Call = t => t[0] * t[1],
        };
        yield return new OperationCase
        {
            Name = "Mul/filter by output",
            Inputs = [CaseInput.Uniform("a", [6, 4, 3, 2], MemoryOrder.Filter), CaseInput.Uniform("b", [6, 1, 1, 1], MemoryOrder.Filter)],
            Call = t => t[0] * t[1],
        };
        yield return new OperationCase
        {
            Name = "Mul/five axes",
            Inputs = [CaseInput.Uniform("a", [2, 3, 2, 3, 2]), CaseInput.Uniform("b", [1, 3, 2, 1, 2])],
            Call = t => t[0] * t[1],
        };
        yield return new OperationCase
        {
            Name = "Add/residual 1M",
            Inputs = [CaseInput.Uniform("a", [1, 64, 128, 128]), CaseInput.Uniform("b", [1, 64, 128, 128])],
            Call = t => t[0] + t[1],
            Flops = 1 << 20,
            Bytes = 12 << 20,
            IsPerformanceOnly = true,
        };
    }

    private static IEnumerable<OperationCase> Unary()
    {
        (string Name, double Low, double High, Func<Tensor, Tensor> Call)[] operations =
        [
            ("Neg", -1, 1, x => -x), ("Exp", -2, 2, x => x.Exp()), ("Log", 0.2, 3, x => x.Log()), ("Sqrt", 0.2, 3, x => x.Sqrt()),
            ("Square", -1, 1, x => x.Square()), ("Reciprocal", 0.4, 2, x => x.Reciprocal()), ("Sigmoid", -3, 3, x => x.Sigmoid()),
            ("Tanh", -2, 2, x => x.Tanh()), ("Affine", -1, 1, x => 1.5 - 2 * x),
        ];
        (string Name, Shape Shape, int Pitch)[] shapes = [("empty", [2, 0], 0), ("1", [1], 0), ("2x11x3x3", [2, 11, 3, 3], 0), ("slice", [2, 5, 3, 2], 8)];
        foreach (var (name, low, high, call) in operations)
        {
            foreach (var (sizes, shape, pitch) in shapes)
            {
                yield return new OperationCase
                {
                    Name = $"{name}/{sizes}",
                    Inputs = [CaseInput.Uniform("x", shape, low: low, high: high, pitch: pitch)],
                    Call = t => call(t[0]),
                };
            }
        }
    }
}
