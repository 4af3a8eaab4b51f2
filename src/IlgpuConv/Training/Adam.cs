using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Training;

/// <summary>
/// Adam (Kingma and Ba 2015) as in PyTorch: <c>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; w -= rate m̂ / (√v̂ + epsilon)</c>, where the
/// weight decay is added to the gradient.
/// </summary>
public class Adam : Optimizer
{
    private readonly (double First, double Second) _betas;
    private readonly double _epsilon;

    /// <summary>Makes the optimiser over groups of parameters.</summary>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public Adam(
        IEnumerable<ParameterGroup> groups, double rate = 1e-3, (double First, double Second)? betas = null, double epsilon = 1e-8,
        double weightDecay = 0)
        : base(groups, rate, weightDecay)
    {
        _betas = betas ?? (0.9, 0.999);
        _epsilon = epsilon;
        bool isValid = rate >= 0 && epsilon >= 0 && weightDecay >= 0 && _betas is { First: >= 0 and < 1, Second: >= 0 and < 1 };
        if (!isValid)
        {
            throw new ArgumentException(
                "[adam] rate, epsilon and decay must be at least 0 and betas in [0, 1). " +
                $"Got rate {rate}, epsilon {epsilon}, decay {weightDecay}, betas {_betas.First} and {_betas.Second}.");
        }
    }

    /// <summary>Makes the optimiser over all parameters of a module.</summary>
    public Adam(Module module, double rate = 1e-3, (double First, double Second)? betas = null, double epsilon = 1e-8, double weightDecay = 0)
        : this(All(module), rate, betas, epsilon, weightDecay)
    {
    }

    /// <summary>Whether the weight decay shrinks the parameter instead of adding to the gradient.</summary>
    protected virtual bool IsDecoupled => false;

    /// <inheritdoc/>
    protected override void Update(string name, Tensor value, Tensor gradient, double rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        int length = checked((int)value.Shape.Elements);
        double step = rate / (1 - Math.Pow(_betas.First, Steps)), correction = 1 / Math.Sqrt(1 - Math.Pow(_betas.Second, Steps));
        Tensor mean = State(name, "mean", value), square = State(name, "square", value);
        OptimizerKernelsLaunch.Adam(
            value.Device, new LaunchGrid(length), value.View, gradient.View, mean.View, square.View, length, step,
            IsDecoupled ? 1 - rate * weightDecay : 1, IsDecoupled ? 0 : weightDecay, _betas.First, 1 - _betas.First, _betas.Second,
            1 - _betas.Second, correction, _epsilon);
    }
}
