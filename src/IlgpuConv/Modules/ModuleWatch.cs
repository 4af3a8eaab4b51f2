using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>
/// Hears, while it lives, of every <see cref="IVisible"/> layer whose forward this flow of the program runs, with the layer's input: wherever the layer
/// is inside a network. The input may be gone afterwards.
/// </summary>
public sealed class ModuleWatch : IDisposable
{
    private static readonly AsyncLocal<ModuleWatch?> s_current = new();
    private static int s_living;

    private readonly ModuleWatch? _outer = s_current.Value;
    private readonly Action<IVisible, Tensor> _hear;
    private bool _ended;

    /// <summary>Begins to listen; a watch inside another one hides it.</summary>
    public ModuleWatch(Action<IVisible, Tensor> hear)
    {
        ArgumentNullException.ThrowIfNull(hear);
        _hear = hear;
        s_current.Value = this;
        Interlocked.Increment(ref s_living);
    }

    /// <summary>Ends to listen.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        s_current.Value = _outer;
        Interlocked.Decrement(ref s_living);
    }

    /// <summary>Tells the watch of this flow; what the listener computes is heard by none and recorded nowhere.</summary>
    internal static void Hear(Module module, Tensor input)
    {
        if (Volatile.Read(ref s_living) == 0 || module is not IVisible visible || s_current.Value is not { } watch) return;
        s_current.Value = null;
        using var unheard = new OperationTrace(_ => { });
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        try
        {
            watch._hear(visible, input);
        }
        finally
        {
            s_current.Value = watch;
        }
    }
}
