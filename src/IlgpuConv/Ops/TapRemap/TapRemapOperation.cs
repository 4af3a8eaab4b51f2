using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>w'[o, c, s] = Σ_t T[s, t] w[o, c, t]</c>. The backward is the operation of the transposed map, so every order of derivative exists.
/// </summary>
/// <param name="matrix">T.</param>
/// <param name="isAdjoint">Whether the map is the transposed one.</param>
/// <param name="kernel">The size of the filter that comes out.</param>
internal sealed class TapRemapOperation(TapMatrix matrix, bool isAdjoint, int[] kernel) : Operation
{
    private int[] _stored = [];

    /// <inheritdoc/>
    public override string Name => "tap remap";

    /// <summary>Launches a map whose coefficients are on the device.</summary>
    public static Tensor Run(Tensor weight, Tensor coefficients, int[] kernel)
    {
        weight = weight.InOrder(MemoryOrder.Filter).Contiguous();
        (int channels, int filters) = (weight.Shape[1], weight.Shape[0]);
        Tensor y = Tensor.Empty([filters, channels, .. kernel], weight.Type, weight.Device, MemoryOrder.Filter);
        int elements = checked(channels * filters);
        TapRemapKernelsLaunch.Remap(
            weight.Device, new LaunchGrid(elements, coefficients.Shape[0]), weight.View, coefficients.View, y.View, coefficients.Shape[1], elements);
        return y;
    }

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _stored = [.. inputs[0].Shape.Skip(2)];
        return Run(inputs[0], matrix.On(inputs[0].Device, inputs[0].Type, isAdjoint), kernel);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new TapRemapOperation(matrix, !isAdjoint, _stored).Apply(gradient)];
}
