using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// Compares gradients with finite differences, in double on <c>reference</c>: first order, and second order where the case says so.
/// Elements are picked by the case's seed; each input is also checked along one direction through all of its elements.
/// </summary>
public static class GradientCheck
{
    private const int ElementsPerInput = 12;
    private const double Step = 1e-5;
    private const double Tolerance = 2e-7;

    /// <summary>Checks one case on <paramref name="device"/>, or on <c>reference</c>.</summary>
    public static CaseResult Run(OperationCase subject, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        string name = $"{subject.Name} (gradient)";
        if (subject.IsPerformanceOnly) return new CaseResult(name, CaseOutcome.Skipped, "the case is only timed");
        if (subject.DerivativeOrder == 0) return new CaseResult(name, CaseOutcome.Skipped, "the operation has no gradient");
        try
        {
            using var scope = new TensorScope();
            return new Check(subject, device ?? Devices.Get("reference")).Run(name);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new CaseResult(name, CaseOutcome.Failed, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private sealed class Check(OperationCase subject, Device device)
    {
        private readonly double[][] _numbers = [.. subject.Inputs.Select((input, i) => input.Numbers(subject.Seed(i)))];
        private readonly int[] _active = [.. Enumerable.Range(0, subject.Inputs.Count).Where(i => subject.Inputs[i].HasGradient)];
        private double[] _cotangent = [];
        private double[][] _directions = [];
        private double _worst;
        private string? _fault;

        public CaseResult Run(string name)
        {
            using (new NoGrad())
            {
                Tensor output = subject.Call(Tensors(requiresGrad: false));
                _cotangent = CaseRun.Cotangent(subject, output.Shape);
            }
            _directions = [.. _numbers.Select((n, i) => CaseInput.Uniform("", [n.Length]).Numbers(subject.Seed(100 + i)))];
            if (_cotangent.Length > 0)
            {
                Compare("first", FirstOrder(), Loss);
                if (subject.DerivativeOrder > 1) Compare("second", SecondOrder(), Slope);
            }
            return _fault is null
                ? new CaseResult(name, CaseOutcome.Passed, FormattableString.Invariant($"largest deviation {_worst:P1} of the tolerance"))
                : new CaseResult(name, CaseOutcome.Failed, _fault);
        }

        private Tensor[] Tensors(bool requiresGrad) =>
            [.. subject.Inputs.Select((input, i) => input.ToTensor(_numbers[i], device, ElementType.Float64, requiresGrad))];

        /// <summary>The sum of output times cotangent.</summary>
        private double Loss()
        {
            using var scope = new TensorScope();
            using var noGrad = new NoGrad();
            return Dot(subject.Call(Tensors(requiresGrad: false)).ToDoubles(), _cotangent);
        }

        /// <summary>The slope of the loss along the directions: its gradient is what second derivatives make.</summary>
        private double Slope()
        {
            using var scope = new TensorScope();
            double[][] gradients = FirstOrder();
            return _active.Select((input, i) => Dot(gradients[i], _directions[input])).Sum();
        }

        private double[][] FirstOrder()
        {
            using var scope = new TensorScope();
            Tensor[] inputs = Tensors(requiresGrad: true);
            Tensor output = subject.Call(inputs);
            Tensor[] gradients = Gradients.Of(output, [.. _active.Select(i => inputs[i])], gradient: Like(output, _cotangent));
            return Array.ConvertAll(gradients, g => g.ToDoubles());
        }

        private double[][] SecondOrder()
        {
            using var scope = new TensorScope();
            Tensor[] inputs = Tensors(requiresGrad: true);
            Tensor[] active = [.. _active.Select(i => inputs[i])];
            Tensor output = subject.Call(inputs);
            Tensor[] gradients = Gradients.Of(output, active, createGraph: true, gradient: Like(output, _cotangent));
            double[][] sums = Array.ConvertAll(active, a => new double[a.Shape.Elements]);
            for (int i = 0; i < gradients.Length; i++)
            {
                if (!gradients[i].RequiresGrad) continue;
                Tensor direction = Like(gradients[i], _directions[_active[i]]);
                Tensor[] second = Gradients.Of(gradients[i], active, gradient: direction, retainGraph: true);
                for (int j = 0; j < second.Length; j++)
                {
                    double[] part = second[j].ToDoubles();
                    for (int k = 0; k < part.Length; k++) sums[j][k] += part[k];
                }
            }
            return sums;
        }

        private Tensor Like(Tensor tensor, double[] values) =>
            Tensor.FromDoubles(values, tensor.Shape, ElementType.Float64, device, tensor.Order);

        private void Compare(string order, double[][] gradients, Func<double> value)
        {
            for (int i = 0; i < _active.Length; i++)
            {
                double[] numbers = _numbers[_active[i]], gradient = gradients[i];
                if (numbers.Length == 0) continue;
                double scale = Math.Max(1, gradient.Max(Math.Abs));
                foreach (int element in Picks(numbers.Length, _active[i]))
                {
                    double kept = numbers[element];
                    double difference = Difference(step => numbers[element] = kept + step, value);
                    Judge($"{order} derivative by {subject.Inputs[_active[i]].Name}[{element}]", gradient[element], difference, scale);
                }
                double[] before = [.. numbers], along = _directions[_active[i]];
                double slope = Difference(step => Shift(numbers, before, along, step), value);
                double total = Math.Max(scale, gradient.Zip(along, (g, d) => Math.Abs(g * d)).Sum());
                Judge($"{order} derivative along {subject.Inputs[_active[i]].Name}", Dot(gradient, along), slope, total);
            }
        }

        private IEnumerable<int> Picks(int count, int input) =>
            new RandomGenerator(subject.Seed(200 + input)).Permutation(count).Take(ElementsPerInput);

        /// <summary>Five-point central difference.</summary>
        private static double Difference(Action<double> set, Func<double> value)
        {
            double At(double step)
            {
                set(step);
                return value();
            }
            const double h = 20 * Step;
            double result = (8 * (At(h) - At(-h)) - (At(2 * h) - At(-2 * h))) / (12 * h);
            set(0);
            return result;
        }

        private static void Shift(double[] numbers, double[] before, double[] along, double step)
        {
            for (int i = 0; i < numbers.Length; i++) numbers[i] = before[i] + step * along[i];
        }

        private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();

        private void Judge(string what, double gradient, double difference, double scale)
        {
            double error = Math.Abs(gradient - difference) / (Tolerance * scale);
            _worst = Math.Max(_worst, error);
            if (error <= 1) return;
            _fault ??= FormattableString.Invariant($"{what} is {gradient:R}, finite differences give {difference:R}");
        }
    }
}
