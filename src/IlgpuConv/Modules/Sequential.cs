using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>Modules one after the other; they are named <c>0</c>, <c>1</c>, ... unless a name is given.</summary>
public sealed class Sequential : Module
{
    /// <summary>Makes a sequence of <paramref name="modules"/>.</summary>
    public Sequential(params IEnumerable<Module> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach (Module module in modules) Add(module);
    }

    /// <summary>The number of modules.</summary>
    public int Count => Children.Count;

    /// <summary>The module at <paramref name="index"/>.</summary>
    public Module this[int index] => Children[index].Module;

    /// <summary>Appends a module under its number, or under <paramref name="name"/>.</summary>
    /// <returns>This sequence.</returns>
    public Sequential Add(Module module, string? name = null)
    {
        AddModule(name ?? Children.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor value = input;
        for (int i = 0; i < Count; i++)
        {
            using IDisposable? visit = OperationTrace.Enter(this[i]);
            if (i + 1 < Count && this[i] is IFusing fusing && fusing.ForwardWith(value, this[i + 1]) is { } both)
            {
                value = both;
                i++;
            }
            else
            {
                value = this[i].Forward(value);
            }
        }
        return value;
    }
}
