using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The two branches of a dual-cross network see each other: <c>a' = σ(α) a + (1 - σ(α)) b</c>, <c>b' = σ(β) b + (1 - σ(β)) a</c>, where a comes from
/// horizontal and vertical differences, b from diagonal ones, and α, β are learned numbers, 0 at first. Source: Yu et al.,
/// "Dual-Cross Central Difference Network for Face Anti-Spoofing" (2021).
/// </summary>
public sealed class CrossFeatureInteraction : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    public CrossFeatureInteraction(Device? device = null)
    {
        Alpha = AddParameter("alpha", Initialize.Zeros([1], device: device));
        Beta = AddParameter("beta", Initialize.Zeros([1], device: device));
    }

    /// <summary>α: how much of itself the first branch keeps is σ(α).</summary>
    public Parameter Alpha { get; }

    /// <summary>β: how much of itself the second branch keeps is σ(β).</summary>
    public Parameter Beta { get; }

    /// <summary>The two branches after they met.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public (Tensor First, Tensor Second) Forward(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Shape != second.Shape)
            throw new ArgumentException($"[cross interaction] both branches must have one shape. Got {first.Shape} and {second.Shape}.");
        Tensor difference = first - second;
        return (second + difference * Alpha.Value.Sigmoid(), first - difference * Beta.Value.Sigmoid());
    }

    /// <summary>The sum of both branches after they met, of an input that both have.</summary>
    public override Tensor Forward(Tensor input)
    {
        (Tensor first, Tensor second) = Forward(input, input);
        return first + second;
    }
}
