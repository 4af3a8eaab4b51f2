using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>Inputs for networks that are only looked at.</summary>
internal static class Inputs
{
    /// <summary>Normal numbers in the type and on the device of a network's first parameter; f32 on the processor where it has none.</summary>
    public static Tensor Like(Module model, Shape shape, RandomGenerator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor? first = model.Parameters().FirstOrDefault()?.Value;
        return Tensor.Normal(shape, 0, 1, generator ?? new RandomGenerator(0), first?.Type ?? ElementType.Float32, first?.Device, MemoryOrder.ChannelsLast);
    }
}
