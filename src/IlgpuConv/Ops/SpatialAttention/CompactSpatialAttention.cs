using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The compact spatial attention of PiDiNet (Su et al. 2021): <c>y = x σ(conv3x3(conv1x1(relu(x))))</c>, through a few channels to one.
/// </summary>
/// <remarks>State: <c>conv1.weight [m, C, 1, 1]</c>, <c>conv1.bias [m]</c>, which starts at 0, and <c>conv2.weight [1, m, 3, 3]</c>.</remarks>
public sealed class CompactSpatialAttention : Module, IVisible
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="middle">Channels between the two convolutions.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public CompactSpatialAttention(int channels, int middle = 4, RandomGenerator? generator = null, Device? device = null)
    {
        First = AddModule("conv1", new Conv2d(channels, middle, 1, generator: generator, device: device));
        First.Bias!.Value.Fill(0);
        Second = AddModule("conv2", new Conv2d(middle, 1, 3, padding: 1, hasBias: false, generator: generator, device: device));
    }

    /// <summary>The convolution to few channels.</summary>
    public Conv2d First { get; }

    /// <summary>The convolution to one channel.</summary>
    public Conv2d Second { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(input * Gate(input));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Map("factor of each pixel", Gate(input));
    }

    /// <summary>The factor of each pixel of each image, <c>[N, 1, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor Gate(Tensor input)
    {
        ChannelGate.Check("compact spatial attention", input, First.InChannels);
        using var scope = new TensorScope();
        return scope.Keep(Second.Forward(First.Forward(input.Relu())).Sigmoid());
    }
}
