using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Training;

/// <summary>Limits gradients before a step.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients by one factor where their common norm <c>√Σ g²</c> is above <paramref name="largest"/>.</summary>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentException">The limit is not positive.</exception>
    public static double ByNorm(IEnumerable<Parameter> parameters, double largest)
    {
        Check(largest);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Parameter[] learning = [.. parameters.Where(p => p.Gradient is not null)];
        double norm = Math.Sqrt(learning.Sum(p => p.Gradient!.Square().Sum().ToScalar()));
        if (norm <= largest) return norm;
        foreach (Parameter parameter in learning) parameter.Gradient!.CopyFrom(parameter.Gradient.Mul(largest / (norm + 1e-6)));
        return norm;
    }

    /// <summary>Limits every element of every gradient to [-<paramref name="largest"/>, <paramref name="largest"/>].</summary>
    /// <exception cref="ArgumentException">The limit is not positive.</exception>
    public static void ByValue(IEnumerable<Parameter> parameters, double largest)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Check(largest);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Gradient is not { } gradient) continue;
            int length = checked((int)gradient.Shape.Elements);
            ClippingKernelsLaunch.ByValue(gradient.Device, new LaunchGrid(length), gradient.View, length, largest);
            gradient.MarkChanged();
        }
    }

    private static void Check(double largest)
    {
        if (!(largest > 0)) throw new ArgumentException($"[clip] the limit must be positive. Got {largest}.", nameof(largest));
    }
}
