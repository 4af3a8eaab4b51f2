using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Means over the regions of a grid, a 1x1 convolution with norm and rectifier, and back to the size of the input, linearly: what the
/// pyramids see of the whole image. One image in training over a grid of 1x1 is normalised by the running statistics.
/// </summary>
/// <remarks>State: <c>1.weight</c> of the convolution and <c>2.*</c> of the norm.</remarks>
public sealed class ImagePooling2d : Module
{
    private readonly AdaptiveAvgPool2d _pool;
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;

    /// <summary>Makes the part; first values as in PyTorch.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="grid">Rows and columns of the grid.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public ImagePooling2d(int inChannels, int outChannels, Pair grid, RandomGenerator? generator = null, Device? device = null)
    {
        _pool = AddModule("0", new AdaptiveAvgPool2d(grid));
        _conv = AddModule("1", new Conv2d(inChannels, outChannels, 1, hasBias: false, generator: generator, device: device));
        _norm = AddModule("2", new BatchNorm2d(outChannels, device: device));
        AddModule("3", new Relu());
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        Tensor seen = PooledNorm.Forward(_norm, _conv.Forward(_pool.Forward(input))).Relu();
        (int height, int width) = (input.Shape[2], input.Shape[3]);
        bool isOne = seen.Shape[2] * seen.Shape[3] == 1;
        return scope.Keep(isOne ? seen.Expand([input.Shape[0], seen.Shape[1], height, width]) : seen.Resize([height, width], ResizeMode.Linear));
    }
}
