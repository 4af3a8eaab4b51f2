using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Pyramid pooling (Zhao et al. 2017): the input beside what grids of several sizes see of it, <c>[x; p_1; p_2; ...]</c> along the channels.
/// Each grid has the share C / grids of the channels; they come back to the input's size linearly, pixel centres aligned.
/// </summary>
/// <remarks>State: <c>features.i.1.weight</c> and <c>features.i.2.*</c>, as in the authors' code.</remarks>
public sealed class PyramidPool2d : Module
{
    private readonly Sequential _features;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="grids">Rows and columns of each grid; null for 1, 2, 3 and 6.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">There are fewer channels than grids, or no grid.</exception>
    public PyramidPool2d(int channels, IReadOnlyList<int>? grids = null, RandomGenerator? generator = null, Device? device = null)
    {
        grids ??= [1, 2, 3, 6];
        if (grids.Count == 0 || channels < grids.Count || grids.Min() < 1)
            throw new ArgumentException($"[pyramid pool] there must be a grid of at least 1 and a channel for each grid. Got {channels} channels, grids [{string.Join(", ", grids)}].", nameof(grids));
        int share = channels / grids.Count;
        Channels = channels;
        OutChannels = channels + share * grids.Count;
        _features = AddModule("features", new Sequential(grids.Select(grid => new ImagePooling2d(channels, share, grid, generator, device))));
    }

    /// <summary>Channels of the input.</summary>
    public int Channels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ChannelGate.Check("pyramid pool", input, Channels);
        using var scope = new TensorScope();
        return scope.Keep(Tensor.Concat(1, [input, .. _features.Children.Select(child => child.Module.Forward(input))]));
    }
}
