using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>Compiling a network.</summary>
public static class CompileMethods
{
    extension(Module module)
    {
        /// <summary>
        /// Compiles the network's forward for inputs of one shape, on the device and for the element type of its parameters. The network
        /// must be in inference (<see cref="Module.Eval"/>); it stays usable as it is.
        /// </summary>
        /// <param name="inputShape">The shape of every input, such as <c>[1, 3, 224, 224]</c>.</param>
        /// <param name="device">The device of a network without parameters, or null for <c>cpu</c>.</param>
        /// <param name="fuses">Whether operations may become part of others; without, the same kernels run as in the forward itself.</param>
        /// <exception cref="ArgumentException">The shape does not fit the network.</exception>
        /// <exception cref="InvalidOperationException">The network, or a module inside, is in training.</exception>
        /// <exception cref="NotSupportedException">The network looks at numbers on the way, or changes its own state: it does not always launch the same.</exception>
        public CompiledModule Compile(Shape inputShape, Device? device = null, bool fuses = true)
        {
            ArgumentNullException.ThrowIfNull(inputShape);
            Tensor? first = module.Parameters().Select(parameter => parameter.Value).FirstOrDefault(value => value.IsFloating);
            return new CompiledModule(
                module.Forward, module, inputShape, first?.Type ?? ElementType.Float32, first?.Device ?? device ?? Tensor.DefaultDevice, fuses);
        }
    }
}
