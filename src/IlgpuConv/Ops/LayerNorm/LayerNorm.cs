using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The layer of <c>x.LayerNorm</c>: over the last axes of its input, such as <c>[C, H, W]</c>; its state is <c>weight</c> and <c>bias</c>.
/// Those of more than one axis have one of size 1 in front, so that they lie in memory like the images that they multiply.
/// </summary>
public sealed class LayerNorm : Module
{
    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <param name="normalized">The sizes of the last axes.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias, one number for each place.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">There is no size or one below 1, or epsilon is negative.</exception>
    public LayerNorm(Shape normalized, double epsilon = 1e-5, bool affine = true, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(normalized);
        if (normalized.Rank < 1 || normalized.Elements < 1 || !(epsilon >= 0))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"[layernorm] there must be a size, sizes be at least 1 and epsilon at least 0. Got {normalized}, epsilon {epsilon}."), nameof(normalized));
        }
        (Normalized, Epsilon) = (normalized, epsilon);
        if (!affine) return;
        Shape shape = normalized.Rank == 1 ? normalized : [1, .. normalized];
        Weight = AddParameter("weight", Initialize.Constant(shape, 1, device: device));
        Bias = AddParameter("bias", Initialize.Zeros(shape, device: device));
    }

    /// <summary>The sizes of the last axes.</summary>
    public Shape Normalized { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The factor of each place, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The summand of each place, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LayerNorm(Normalized, Weight, Bias, Epsilon);
}
