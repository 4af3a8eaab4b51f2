namespace IlgpuConv.Autograd;

/// <summary>While it lives, operations of this flow of the program record nothing for a gradient.</summary>
/// <example><code>using (new NoGrad()) { y = model.Forward(x); }</code></example>
public sealed class NoGrad : IDisposable
{
    private readonly bool _outer;

    /// <summary>Begins the scope.</summary>
    public NoGrad()
    {
        _outer = GradientMode.Set(false);
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose() => GradientMode.Set(_outer);
}
