using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>
/// A layer that has more to show of its input than an output: attention, regions, sampling points, dilations, generated filters. Its forward says
/// <see cref="Module.Seen"/>, and where somebody watches (see <see cref="ModuleWatch"/>) it is asked to show itself.
/// </summary>
public interface IVisible
{
    /// <summary>Shows what the layer makes of <paramref name="input"/>; nothing of it is part of a gradient.</summary>
    void Show(Tensor input, ILayerView view);
}
