using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>y = x weightᵀ + bias</c>; first values as in PyTorch.</summary>
public sealed class Linear : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Features of the input.</param>
    /// <param name="outputs">Features of the output.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    public Linear(int inputs, int outputs, bool hasBias = true, RandomGenerator? generator = null, Device? device = null)
    {
        if (inputs < 1 || outputs < 1) throw new ArgumentException($"[linear] inputs and outputs must be at least 1. Got {inputs} and {outputs}.");
        Weight = AddParameter("weight", Initialize.KaimingUniform([outputs, inputs], generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outputs], inputs, generator, device: device));
    }

    /// <summary>The weight <c>[O, I]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Linear(Weight, Bias);
}
