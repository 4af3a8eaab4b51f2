using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What follows a normalisation in the same pass: a summand, then an activation.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="HasResidual">Whether something is added before it.</param>
internal readonly record struct NormTail(NormActivation Activation = NormActivation.None, bool HasResidual = false)
{
    /// <summary>Whether nothing follows.</summary>
    public bool IsNone => this == default;

    /// <summary>Where the activation is the identity: above this.</summary>
    public double Low => Activation == NormActivation.None ? double.NegativeInfinity : 0;

    /// <summary>And below this.</summary>
    public double High => Activation == NormActivation.Relu6 ? 6 : double.PositiveInfinity;

    /// <summary>The gradient of what the activation is applied to, from that of its output <paramref name="y"/>; an operation.</summary>
    public Tensor Backward(Tensor dy, Tensor y) => Activation switch
    {
        NormActivation.None => dy,
        NormActivation.Relu => Gate("relu", ReluKernelsLaunch.Gradient, dy, y),
        NormActivation.Relu6 => Gate("relu6", Relu6KernelsLaunch.Gradient, dy, y),
        _ => throw new ArgumentOutOfRangeException(nameof(dy), $"[norm] the activation must be one of {string.Join(", ", Enum.GetNames<NormActivation>())}. Got {Activation}."),
    };

    private static Tensor Gate(string name, Pointwise.BinaryLaunch launch, Tensor dy, Tensor y) => new GateOperation(name, launch).Apply(dy, y.Detach());
}
