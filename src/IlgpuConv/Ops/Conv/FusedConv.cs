using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A convolution in inference with what follows it: the scale and shift of each channel go into the filter and the bias, another summand
/// and a function into the kernel. <c>f(conv(x, w scale) + bias scale + shift + other)</c>, or the other summand after f.
/// </summary>
internal sealed class FusedConv : FusedForward
{
    private readonly ConvShape _shape;
    private readonly ConvDirection _direction;
    private readonly Tensor _x;
    private readonly bool _isConstant;
    private Tensor _weight;
    private Tensor? _bias;
    private ConvTail _tail;

    /// <summary>The plain convolution, or the transposed one.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="direction">Forward, or input gradient of a transposed convolution.</param>
    /// <param name="inputs">The input, the filter, and the bias if there is one.</param>
    /// <param name="activation">What it applies already.</param>
    /// <param name="isConstant">Whether filter and bias are the same in every call.</param>
    public FusedConv(ConvShape shape, ConvDirection direction, IReadOnlyList<Tensor> inputs, ConvActivation activation, bool isConstant)
    {
        (_shape, _direction, _x, _weight, _tail, _isConstant) = (shape, direction, inputs[0], inputs[1], activation, isConstant);
        _bias = inputs.Count > 2 ? inputs[2] : null;
    }

    private FusedConv(FusedConv other) =>
        (_shape, _direction, _x, _weight, _bias, _tail, _isConstant) =
        (other._shape, other._direction, other._x, other._weight, other._bias, other._tail, other._isConstant);

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Inputs => new[] { _x, _weight, _bias, _tail.Other }.OfType<Tensor>();

    /// <inheritdoc/>
    public override FusedForward? With(Epilogue epilogue)
    {
        bool hasFunction = _tail.Function.Number != 0;
        switch (epilogue)
        {
            case FunctionEpilogue { Function: var function } when !hasFunction:
                return Then(_tail with { Function = function });
            case SumEpilogue { Other: var other } when _tail.Other is null:
                return Then(_tail with { Other = other, IsAfter = hasFunction });
            case ChannelEpilogue { Scale: var scale, Shift: var shift } when _tail == default && CanScale:
                int axis = _direction == ConvDirection.Forward ? 0 : 1;
                int[] perFilter = [.. Enumerable.Range(0, _weight.Shape.Rank).Select(i => i == axis ? _weight.Shape[axis] : 1)];
                return new FusedConv(this) { _weight = _weight * scale.Reshape(perFilter), _bias = _bias is null ? shift : _bias * scale + shift };
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override Tensor Run() => _direction == ConvDirection.Forward
        ? ConvRun.Forward(_shape, _x, _weight, _bias, _tail)
        : ConvRun.InputGradient(_shape, _x, _weight, _bias, _tail);

    private FusedConv? Then(ConvTail tail) => ConvRun.CanFinish(_shape, _direction, _x, tail) ? new FusedConv(this) { _tail = tail } : null;

    /// <summary>Filters that are made anew in every call would be scaled in every call, and a transposed filter of groups has its channels on two axes.</summary>
    private bool CanScale => _isConstant && !_shape.IsPerSample && (_direction == ConvDirection.Forward || _shape.Groups == 1);
}
