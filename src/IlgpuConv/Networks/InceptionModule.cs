using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A module of <see cref="GoogLeNet"/> (Szegedy et al. 2015): 1x1, twice 1x1 and then 3x3, and the largest of 3x3 and then 1x1, side by side.
/// </summary>
/// <remarks>State: <c>branch1.*, branch2.0.*, branch2.1.*, branch3.0.*, branch3.1.*, branch4.1.*</c>.</remarks>
public sealed class InceptionModule : Module
{
    private readonly Module[] _branches;

    internal InceptionModule(
        int channels, int point, (int In, int Out) square, (int In, int Out) second, int pooled, RandomGenerator? generator, Device? device)
    {
        ConvNormRelu Part(int from, int to, int kernel = 1) => new(from, to, kernel, 1, generator, device);
        _branches =
        [
            AddModule("branch1", Part(channels, point)),
            AddModule("branch2", new Sequential(Part(channels, square.In), Part(square.In, square.Out, 3))),
            AddModule("branch3", new Sequential(Part(channels, second.In), Part(second.In, second.Out, 3))),
            AddModule("branch4", new Sequential(new MaxPool2d(3, 1, 1, ceilMode: true), Part(channels, pooled))),
        ];
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(Tensor.Concat(1, Array.ConvertAll(_branches, branch => branch.Forward(input))));
    }
}
