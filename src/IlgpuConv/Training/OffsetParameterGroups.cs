using IlgpuConv.Modules;
using IlgpuConv.Ops;

namespace IlgpuConv.Training;

/// <summary>Parameter groups for networks with deformable convolutions.</summary>
public static class OffsetParameterGroups
{
    /// <summary>
    /// Two groups: the offset branches of every deformable convolution of <paramref name="module"/>, with a learning rate of their own, and all other
    /// parameters. Dai et al. train the branches with a tenth of the rate.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="rateFactor">The branches' learning rate as a multiple of the optimiser's.</param>
    public static IReadOnlyList<ParameterGroup> Of(Module module, double rateFactor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(module);
        HashSet<Parameter> branches =
            [.. module.NamedModules().Select(m => m.Module).OfType<DeformConvLayer>().SelectMany(layer => layer.OffsetBranch.Parameters())];
        ILookup<bool, (string Name, Parameter Parameter)> parts = module.NamedParameters().ToLookup(p => branches.Contains(p.Parameter));
        return [new ParameterGroup([.. parts[false]]), new ParameterGroup([.. parts[true]]) { RateFactor = rateFactor }];
    }
}
