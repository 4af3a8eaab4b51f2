using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Padding of random sizes against a walk to the element that the mode names, and its adjoint.</summary>
public class PadPropertyTests
{
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Fact]
    public void Every_element_is_the_one_that_the_mode_names() => Property.ForAll(250, seed =>
    {
        using var scope = new TensorScope();
        Example e = Random(seed);
        double[] y = PadMethods.Pad("pad", e.X, e.Sides, e.Mode).ToDoubles();
        Assert.Equal(e.Expected(), y);
    });

    [Fact]
    public void The_gradient_is_the_adjoint_and_its_gradient_the_padding() => Property.ForAll(200, seed =>
    {
        using var scope = new TensorScope();
        Example e = Random(seed);
        e.X.RequiresGrad = true;
        Tensor y = PadMethods.Pad("pad", e.X, e.Sides, e.Mode);
        Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator((ulong)seed), ElementType.Float64, s_cpu);
        Tensor dx = Gradients.Of(y, [e.X], gradient: dy)[0];
        double constant = e.Mode.Kind == PadKind.Constant ? e.Mode.Value : 0;
        PadShape shape = PadShape.Of("pad", e.X.Shape, e.Sides, e.Mode);
        double[] linear = constant == 0 ? y.ToDoubles() : new PadOperation(shape).Apply(e.X.Detach()).ToDoubles();
        double left = Dot(linear, dy.ToDoubles()), right = Dot(e.X.ToDoubles(), dx.ToDoubles());
        Assert.True(Math.Abs(left - right) <= 1e-12 * (linear.Length + 1), $"{e}: {left:R}, {right:R}");
        dy.RequiresGrad = true;
        Tensor second = Gradients.Of(new PadAdjointOperation(shape).Apply(dy), [dy], gradient: e.X.Detach())[0];
        Assert.Equal(linear, second.ToDoubles());
    });

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();

    private static Example Random(int seed)
    {
        var random = new Random(seed);
        PaddingMode mode = random.Next(6) switch
        {
            0 => PaddingMode.Zeros,
            1 => PaddingMode.Reflect,
            2 => PaddingMode.Replicate,
            3 => PaddingMode.Circular,
            4 => PaddingMode.Symmetric,
            _ => PaddingMode.Constant(0.5),
        };
        int dimensions = random.Next(1, 4);
        int[] size = [.. Enumerable.Range(0, dimensions).Select(_ => random.Next(1, 8))];
        var sides = new (int, int)[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            int most = mode.Kind switch { PadKind.Reflect => size[i] - 1, PadKind.Symmetric => size[i], _ => 9 };
            int low = random.Next(-2, most + 1), high = random.Next(-2, most + 1);
            sides[i] = size[i] + low + high < 1 ? (0, 0) : (low, high);
        }
        Shape shape = [random.Next(1, 3), random.Next(1, 40), .. size];
        Tensor x = Tensor.Uniform(shape, -1, 1, new RandomGenerator((ulong)seed), ElementType.Float64, s_cpu);
        return new Example(x, new PaddingSides(PaddingRule.Explicit, sides), mode);
    }

    private sealed record Example(Tensor X, PaddingSides Sides, PaddingMode Mode)
    {
        public double[] Expected()
        {
            double[] x = X.ToDoubles();
            int[] size = [.. X.Shape.Skip(2)], output = [.. size.Select((n, i) => n + Sides.Axes[i].Low + Sides.Axes[i].High)];
            int positions = output.Aggregate(1, (a, b) => a * b), inputs = size.Aggregate(1, (a, b) => a * b);
            var y = new double[X.Shape[0] * X.Shape[1] * positions];
            for (int at = 0; at < y.Length; at++)
            {
                int rest = at % positions, from = 0, scale = 1;
                for (int axis = size.Length - 1; axis >= 0 && from >= 0; axis--)
                {
                    int i = Walk(rest % output[axis] - Sides.Axes[axis].Low, size[axis]);
                    from = i < 0 ? -1 : from + i * scale;
                    (rest, scale) = (rest / output[axis], scale * size[axis]);
                }
                y[at] = from < 0 ? Mode.Value : x[at / positions * inputs + from];
            }
            return y;
        }

        /// <summary>Steps from position 0 to position i as the mode moves at the ends.</summary>
        private int Walk(int i, int n)
        {
            while (i < 0 || i >= n)
            {
                switch (Mode.Kind)
                {
                    case PadKind.Reflect: i = i < 0 ? -i : 2 * (n - 1) - i; break;
                    case PadKind.Symmetric: i = i < 0 ? -i - 1 : 2 * n - 1 - i; break;
                    case PadKind.Circular: i += i < 0 ? n : -n; break;
                    case PadKind.Replicate: i = i < 0 ? 0 : n - 1; break;
                    default: return -1;
                }
            }
            return i;
        }
    }
}
