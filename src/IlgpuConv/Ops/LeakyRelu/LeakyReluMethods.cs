using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The leaky rectifier (Maas et al. 2013).</summary>
public static class LeakyReluMethods
{
    extension(Tensor x)
    {
        /// <summary><c>x where x &gt; 0, else slope x</c>; its derivative at 0 is the slope.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor LeakyRelu(double slope = 0.01)
        {
            var function = new UnaryFunction(
                "leaky relu", (Device device, LaunchGrid grid, BufferView a, BufferView y, in RowShape s) =>
                    LeakyReluKernelsLaunch.Forward(device, grid, a, y, in s, slope))
            {
                Gradient = (Device device, LaunchGrid grid, BufferView a, BufferView b, BufferView y, in RowShape s) =>
                    LeakyReluKernelsLaunch.Gradient(device, grid, a, b, y, in s, slope),
                OfSums = new(SumFunctionsBody.LeakyRelu, slope),
            };
            return function.Of(x);
        }
    }
}
