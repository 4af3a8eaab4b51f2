using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Training;

/// <summary>
/// Stochastic gradient descent as in PyTorch: <c>g += decay w; v = momentum v + g; w -= rate v</c>, with Nesterov
/// <c>w -= rate (g + momentum v)</c>.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;

    /// <summary>Makes the optimiser over groups of parameters.</summary>
    /// <exception cref="ArgumentException">The rate, momentum or decay is negative, or Nesterov has no momentum.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, double rate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : base(groups, rate, weightDecay)
    {
        if (rate < 0 || momentum < 0 || weightDecay < 0 || (nesterov && momentum == 0))
        {
            throw new ArgumentException(
                "[sgd] rate, momentum and decay must be at least 0, and Nesterov needs a momentum. " +
                $"Got rate {rate}, momentum {momentum}, decay {weightDecay}, nesterov {nesterov}.");
        }
        _momentum = momentum;
        _nesterov = nesterov;
    }

    /// <summary>Makes the optimiser over all parameters of a module.</summary>
    public Sgd(Module module, double rate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : this(All(module), rate, momentum, weightDecay, nesterov)
    {
    }

    /// <inheritdoc/>
    protected override void Update(string name, Tensor value, Tensor gradient, double rate, double weightDecay)
    {
        int length = checked((int)value.Shape.Elements);
        if (_momentum == 0)
        {
            OptimizerKernelsLaunch.Sgd(value.Device, new LaunchGrid(length), value.View, gradient.View, length, rate, weightDecay);
            return;
        }
        Tensor velocity = State(name, "velocity", value);
        OptimizerKernelsLaunch.Momentum(
            value.Device, new LaunchGrid(length), value.View, gradient.View, velocity.View, length, rate, _momentum, weightDecay, _nesterov ? 1 : 0);
    }
}
