using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>Copies to another device or element type, through which gradients flow.</summary>
public static class TensorTransfer
{
    extension(Tensor tensor)
    {
        /// <summary>The same elements on <paramref name="device"/>; a new handle to this tensor where it lies there already.</summary>
        public Tensor To(Device device) => new TransferOperation(device, tensor.Type).Apply(tensor);

        /// <summary>The elements rounded to <paramref name="type"/>; a new handle to this tensor where they have it already.</summary>
        public Tensor To(ElementType type) => new TransferOperation(tensor.Device, type).Apply(tensor);
    }
}
