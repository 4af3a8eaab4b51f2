using System.Diagnostics.CodeAnalysis;
using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>A tensor that belongs to a module's saved state but is not learned, such as running statistics.</summary>
public sealed class ModuleBuffer
{
    private Tensor _value;

    internal ModuleBuffer(string name, Tensor value)
    {
        Name = name;
        _value = TensorScope.Release(value);
    }

    /// <summary>The name within its module, such as <c>running_mean</c>.</summary>
    public string Name { get; }

    /// <summary>The tensor; it belongs to the buffer. Change its elements with <see cref="Tensor.CopyFrom"/> or a kernel.</summary>
    public Tensor Value => _value;

    /// <summary>The buffer's tensor.</summary>
    [return: NotNullIfNotNull(nameof(buffer))]
    public static implicit operator Tensor?(ModuleBuffer? buffer) => buffer?._value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {_value}";

    internal void Replace(Func<Tensor, Tensor> change)
    {
        using IDisposable suspended = TensorScope.Suspend();
        using var noGrad = new NoGrad();
        Tensor before = _value;
        _value = TensorScope.Release(change(before));
        before.Dispose();
    }

    internal void Dispose() => _value.Dispose();
}
