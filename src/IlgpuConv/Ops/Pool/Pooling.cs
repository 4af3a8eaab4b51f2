using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What the poolings share.</summary>
internal static class Pooling
{
    /// <summary>Lanes over channels, one group along y for each row of every image.</summary>
    public static LaunchGrid Grid(Shape input, int rows) => new(input[1], input[0] * rows);

    /// <summary>The input in the order that the kernels read.</summary>
    /// <exception cref="ArgumentException">The elements are not floating-point.</exception>
    public static Tensor Input(string area, Tensor x)
    {
        if (!x.IsFloating) throw new ArgumentException($"[{area}] the input must be f32 or f64. Got {x}.", nameof(x));
        return ChannelsLast(x);
    }

    /// <summary>The same tensor where it is channels-last, else a counted copy that is.</summary>
    public static Tensor ChannelsLast(Tensor x) => x.Order == MemoryOrder.ChannelsLast ? x : x.InOrder(MemoryOrder.ChannelsLast);
}
