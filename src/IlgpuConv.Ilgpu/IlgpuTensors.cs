using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ilgpu;

/// <summary>Tensors as views of ILGPU, and views of ILGPU as tensors: the same memory, nothing is copied.</summary>
public static class IlgpuTensors
{
    extension(Tensor tensor)
    {
        /// <summary>
        /// The elements as a view for kernels of the program, in the order of memory. It is good as long as the tensor lives; after
        /// writing to it, the program calls <see cref="Tensor.MarkChanged"/>. Work on another stream than the device's has to be waited for.
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is not on a device of the bridge, has gaps, or has another element type.</exception>
        public ArrayView<T> AsArrayView<T>()
            where T : unmanaged
        {
            ArgumentNullException.ThrowIfNull(tensor);
            ElementTypes.Check<T>(tensor.Type);
            if (tensor.Device is not IlgpuDevice)
                throw new ArgumentException($"[ilgpu] a tensor must be on a device of the bridge to be a view. Got {tensor}.", nameof(tensor));
            if (!tensor.Layout.IsDense)
                throw new ArgumentException($"[ilgpu] a tensor must have no gaps to be a view. Got {tensor}.", nameof(tensor));
            BufferView view = tensor.View;
            return IlgpuViews.Of<T>(new ViewArgument(view.Buffer.Handle, view.Offset, view.Length));
        }
    }

    extension(Tensor)
    {
        /// <summary>
        /// A tensor over memory of the program, which stays the program's: disposing the tensor frees nothing, and the memory must outlive it.
        /// </summary>
        /// <param name="view">The elements, in the order of memory.</param>
        /// <param name="shape">The logical shape, such as <c>[N, C, H, W]</c>.</param>
        /// <param name="order">The order in memory.</param>
        /// <param name="device">The device, or null for the last one that was made of the view's accelerator.</param>
        /// <exception cref="ArgumentException">
        /// The number of elements is not that of the shape, or the view is of another accelerator than the device's.
        /// </exception>
        public static Tensor From<T>(ArrayView<T> view, Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast, IlgpuDevice? device = null)
            where T : unmanaged
        {
            ArgumentNullException.ThrowIfNull(shape);
            ElementType type = ElementTypes.Of<T>();
            if (view.Length != shape.Elements)
            {
                throw new ArgumentException(
                    $"[ilgpu] a view must have as many elements as the shape. Got {view.Length} elements for {shape}, which has {shape.Elements}.",
                    nameof(view));
            }
            if (view.Length == 0) return Tensor.Empty(shape, type, device ?? throw NoMemory(shape), order);
            MemoryBuffer memory = ((IArrayView)view).Buffer;
            device = Device(memory.Accelerator, device);
            nint handle = IlgpuBlock.Handle(memory, ((IContiguousArrayView)view).IndexInBytes);
            var buffer = new PooledBuffer(device, view.Length * Unsafe.SizeOf<T>(), handle, h => IlgpuBlock.Free(h));
            return new Tensor(new Storage(buffer), type, new Layout(shape, order), 0);
        }

        /// <inheritdoc cref="From{T}(ArrayView{T}, Shape, MemoryOrder, IlgpuDevice)"/>
        public static Tensor From<T>(
            ArrayView1D<T, Stride1D.Dense> view, Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast, IlgpuDevice? device = null)
            where T : unmanaged => Tensor.From(view.BaseView, shape, order, device);
    }

    private static IlgpuDevice Device(Accelerator accelerator, IlgpuDevice? device)
    {
        IlgpuDevice found = device ?? IlgpuDevice.Of(accelerator) ?? throw new ArgumentException(
            $"[ilgpu] the accelerator of a view must be a device: call IlgpuDevice.From. Got a view on {accelerator.Name}.", nameof(device));
        if (found.Accelerator == accelerator) return found;
        throw new ArgumentException(
            $"[ilgpu] a view must be on the device's accelerator. Got a view on {accelerator.Name} for {found.Id} ({found.Accelerator.Name}).",
            nameof(device));
    }

    private static ArgumentException NoMemory(Shape shape) => new(
        $"[ilgpu] a view without elements has no accelerator, so the device must be given. Got {shape} and no device.", nameof(shape));
}
