using System.Collections.Concurrent;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of layers with parameters of their own.</summary>
internal static class LayerCase
{
    /// <summary>A case with a new layer for each call, so that running statistics and random numbers begin anew.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The input.</param>
    /// <param name="make">Makes the layer with first values from a generator.</param>
    public static OperationCase Of(string name, CaseInput input, Func<RandomGenerator, Module> make) => new()
    {
        Name = name,
        Inputs = [input],
        Call = t => make(new RandomGenerator(7)).To(t[0].Type).To(t[0].Device).Forward(t[0]),
    };

    /// <summary>A case that is only timed: its layer is made once for each device and type, as in a program.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="make">Makes the layer with first values from a generator.</param>
    /// <param name="flops">Of the forward.</param>
    public static OperationCase Timed(string name, Shape input, Func<RandomGenerator, Module> make, double flops = 0)
    {
        var layers = new ConcurrentDictionary<(Device, ElementType), Lazy<Module>>();
        return new OperationCase
        {
            Name = name,
            Inputs = [CaseInput.Uniform("x", input)],
            Call = t => layers.GetOrAdd(
                (t[0].Device, t[0].Type), key => new(() => make(new RandomGenerator(7)).To(key.Item2).To(key.Item1))).Value.Forward(t[0]),
            Flops = flops,
            IsPerformanceOnly = true,
        };
    }
}
