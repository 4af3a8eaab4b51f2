using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Modules one after the other, named by their places. One that is not sparse works on the features, <c>[sites, C]</c>: batch normalisation
/// over the sites is <see cref="BatchNorm1d"/>, and activations, dropout and linear layers are those of any network.
/// </summary>
public sealed class SparseSequential : SparseModule
{
    private readonly List<Module> _modules = [];

    /// <summary>Makes a sequence.</summary>
    public SparseSequential(params ReadOnlySpan<Module> modules)
    {
        foreach (Module module in modules) _modules.Add(AddModule($"{_modules.Count}", module));
    }

    /// <summary>The modules in order.</summary>
    public IReadOnlyList<Module> Modules => _modules;

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        SparseTensor value = input;
        foreach (Module module in _modules)
            value = module is SparseModule sparse ? sparse.Forward(value) : value.With(module.Forward(value.Features));
        scope.Keep(value.Features);
        return value;
    }
}
