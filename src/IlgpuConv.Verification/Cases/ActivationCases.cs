using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of the activations: both sides of every kink, a slice of one channel, an empty tensor; and their times.</summary>
internal sealed class ActivationCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        (string Name, double[] Kinks, Func<Tensor, Tensor> Call)[] operations =
        [
            ("Relu", [0], x => x.Relu()), ("LeakyRelu", [0], x => x.LeakyRelu(0.2)), ("Gelu", [], x => x.Gelu()),
            ("Gelu tanh", [], x => x.Gelu(tanhForm: true)), ("Silu", [], x => x.Silu()), ("Sigmoid", [], x => x.Sigmoid()),
            ("Tanh", [], x => x.Tanh()), ("Hardswish", [-3, 3], x => x.Hardswish()), ("Hardsigmoid", [-3, 3], x => x.Hardsigmoid()),
            ("Relu6", [0, 6], x => x.Relu6()),
        ];
        (string Name, Shape Shape, int Pitch)[] shapes =
        [
            ("wide 2x13x5x3", [2, 13, 5, 3], 0), ("one number", [1], 0), ("wide slice", [2, 5, 3, 2], 8), ("one channel of a slice", [2, 1, 3, 4], 7), ("none", [0, 3], 0),
        ];
        foreach (var (name, kinks, call) in operations)
        {
            foreach (var (sizes, shape, pitch) in shapes)
            {
                yield return new OperationCase
                {
                    Name = $"{name}/{sizes}",
                    Inputs = [Beside("x", shape, pitch, kinks)],
                    Call = t => call(t[0]),
                };
            }
            yield return new OperationCase
            {
                Name = $"{name}/c64 56x56 n8",
                Inputs = [CaseInput.Uniform("x", [8, 64, 56, 56], low: -4, high: 4)],
                Call = t => call(t[0]),
                Bytes = 8.0 * 8 * 64 * 56 * 56,
                IsPerformanceOnly = true,
            };
        }
    }

    /// <summary>Numbers from -5 to 5, or to 2 beyond the last kink, that keep 0.05 away from every kink.</summary>
    private static CaseInput Beside(string name, Shape shape, int pitch, double[] kinks) =>
        new(name, new Layout(shape, MemoryOrder.ChannelsLast, pitch), (generator, values) =>
        {
            generator.Uniform(values, -5, Math.Max(5, kinks.LastOrDefault() + 2));
            for (int i = 0; i < values.Length; i++)
                foreach (double kink in kinks)
                    if (Math.Abs(values[i] - kink) < 0.05) values[i] = kink + (values[i] < kink ? -0.05 : 0.05);
        });
}
