using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>A module that can compute some module behind it in its own passes over memory; <see cref="Sequential"/> lets it.</summary>
public interface IFusing
{
    /// <summary>What <paramref name="next"/> makes of this module's output, or null where the two are to be computed one after the other.</summary>
    Tensor? ForwardWith(Tensor input, Module next);
}
