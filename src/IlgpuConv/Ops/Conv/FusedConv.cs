using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A convolution in inference with what follows it: the scale and shift of each channel go into the filter and the bias, another summand and an
/// activation into the kernel. <c>activation(start + conv(x, w scale) + bias scale + shift)</c>.
/// </summary>
internal sealed class FusedConv : FusedForward
{
    private readonly ConvShape _shape;
    private readonly ConvDirection _direction;
    private readonly Tensor _x;
    private readonly bool _isConstant;
    private Tensor _weight;
    private Tensor? _bias;
    private Tensor? _start;
    private ConvActivation _activation;

    /// <summary>The plain convolution, or the transposed one.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="direction">Forward, or input gradient of a transposed convolution.</param>
    /// <param name="inputs">The input, the filter, and the bias if there is one.</param>
    /// <param name="activation">What it applies already.</param>
    /// <param name="isConstant">Whether filter and bias are the same in every call.</param>
    public FusedConv(ConvShape shape, ConvDirection direction, IReadOnlyList<Tensor> inputs, ConvActivation activation, bool isConstant)
    {
        (_shape, _direction, _x, _weight, _activation, _isConstant) = (shape, direction, inputs[0], inputs[1], activation, isConstant);
        _bias = inputs.Count > 2 ? inputs[2] : null;
    }

    private FusedConv(FusedConv other) =>
        (_shape, _direction, _x, _weight, _bias, _start, _activation, _isConstant) =
        (other._shape, other._direction, other._x, other._weight, other._bias, other._start, other._activation, other._isConstant);

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Inputs => new[] { _x, _weight, _bias, _start }.OfType<Tensor>();

    /// <inheritdoc/>
    public override FusedForward? With(Epilogue epilogue)
    {
        if (_activation != ConvActivation.None) return null;
        switch (epilogue)
        {
            case ActivationEpilogue { Activation: var activation }:
                return new FusedConv(this) { _activation = activation };
            case SumEpilogue { Other: var other } when _start is null && _direction == ConvDirection.Forward && ConvRun.CanStart(_shape, other, _x):
                return new FusedConv(this) { _start = other };
            case ChannelEpilogue { Scale: var scale, Shift: var shift } when _start is null && CanScale:
                int axis = _direction == ConvDirection.Forward ? 0 : 1;
                int[] perFilter = [.. Enumerable.Range(0, _weight.Shape.Rank).Select(i => i == axis ? _weight.Shape[axis] : 1)];
                return new FusedConv(this) { _weight = _weight * scale.Reshape(perFilter), _bias = _bias is null ? shift : _bias * scale + shift };
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override Tensor Run() => (_direction, _start) switch
    {
        (ConvDirection.Forward, null) => ConvRun.Forward(_shape, _x, _weight, _bias, _activation),
        (ConvDirection.Forward, { } start) => ConvRun.ForwardOn(_shape, start, _x, _weight, _bias, _activation),
        _ => ConvRun.InputGradient(_shape, _x, _weight, _bias, _activation),
    };

    /// <summary>Filters that are made anew in every call would be scaled in every call, and a transposed filter of groups has its channels on two axes.</summary>
    private bool CanScale => _isConstant && !_shape.IsPerSample && (_direction == ConvDirection.Forward || _shape.Groups == 1);
}
