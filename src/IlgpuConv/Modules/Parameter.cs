using System.Diagnostics.CodeAnalysis;
using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>A tensor that a module learns. The object stays the same when the module moves to another device; <see cref="Value"/> changes.</summary>
public sealed class Parameter
{
    private Tensor _value;

    internal Parameter(string name, Tensor value)
    {
        Name = name;
        _value = Own(value, requiresGrad: true);
    }

    /// <summary>The name within its module, such as <c>weight</c>.</summary>
    public string Name { get; }

    /// <summary>The tensor; it belongs to the parameter.</summary>
    public Tensor Value => _value;

    /// <summary>The gradient that backward passes have added up, or null.</summary>
    public Tensor? Gradient => _value.Gradient;

    /// <summary>Whether the parameter learns; a frozen one costs nothing.</summary>
    public bool RequiresGrad
    {
        get => _value.RequiresGrad;
        set => _value.RequiresGrad = value;
    }

    /// <summary>The parameter's tensor.</summary>
    [return: NotNullIfNotNull(nameof(parameter))]
    public static implicit operator Tensor?(Parameter? parameter) => parameter?._value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {_value}";

    internal void Replace(Func<Tensor, Tensor> change)
    {
        using IDisposable suspended = TensorScope.Suspend();
        using var noGrad = new NoGrad();
        Tensor before = _value;
        _value = Own(change(before), before.RequiresGrad);
        before.ClearGradient();
        before.Dispose();
    }

    internal void Dispose()
    {
        _value.ClearGradient();
        _value.Dispose();
    }

    private static Tensor Own(Tensor value, bool requiresGrad)
    {
        TensorScope.Release(value);
        value.RequiresGrad = requiresGrad;
        return value;
    }
}
