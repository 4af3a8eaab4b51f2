using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>The same elements on a device and in a type; its gradient goes the way back.</summary>
internal sealed class TransferOperation(Device device, ElementType type) : Operation
{
    private Device? _device;
    private ElementType _type;

    /// <inheritdoc/>
    public override string Name => "to";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        (_device, _type) = (x.Device, x.Type);
        Tensor y = x.Type == type ? x : TensorCopy.ToType(x, type);
        return y.Device == device ? y : TensorCopy.ToDevice(y, device);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new TransferOperation(_device!, _type).Apply(gradient)];
}
