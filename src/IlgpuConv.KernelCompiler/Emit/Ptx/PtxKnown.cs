using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>
/// Which values registers hold at a place of the text: an expression that was computed on every way there, and that nothing has changed
/// since, is not computed again.
/// </summary>
internal sealed class PtxKnown
{
    private readonly Dictionary<Expr, string> _registers = [];
    private readonly Dictionary<string, HashSet<Expr>> _readers = [];
    private readonly HashSet<Expr> _loads = [];
    private readonly Stack<List<Expr>> _scopes = new([new List<Expr>()]);

    public string? Find(Expr e) => _registers.TryGetValue(e, out string? register) ? register : null;

    public void Add(Expr e, string register)
    {
        if (_registers.ContainsKey(e)) return;
        _registers.Add(e, register);
        _scopes.Peek().Add(e);
        foreach (Expr part in Walk.All(e))
        {
            switch (part)
            {
                case LocalRef x: Reader(x.Name, e); break;
                case Load x:
                    _loads.Add(e);
                    Reader(x.Memory, e);
                    break;
                case PtxAddress x: Reader(x.Memory, e); break;
            }
        }
    }

    /// <summary>Forgets what depends on a local or a pointer that gets another value.</summary>
    public void Changed(string name)
    {
        if (!_readers.TryGetValue(name, out HashSet<Expr>? readers)) return;
        foreach (Expr e in readers) Forget(e);
        _readers.Remove(name);
    }

    /// <summary>Forgets what was loaded: something was stored, and two views may lie in the same memory.</summary>
    public void Stored()
    {
        foreach (Expr e in _loads) _registers.Remove(e);
        _loads.Clear();
    }

    /// <summary>Begins a part of the text that not every way passes.</summary>
    public void Enter() => _scopes.Push([]);

    /// <summary>Ends it: what was computed inside is not known after it.</summary>
    public void Leave()
    {
        foreach (Expr e in _scopes.Pop()) Forget(e);
    }

    private void Forget(Expr e)
    {
        _registers.Remove(e);
        _loads.Remove(e);
    }

    private void Reader(string name, Expr e)
    {
        if (!_readers.TryGetValue(name, out HashSet<Expr>? readers)) _readers[name] = readers = [];
        readers.Add(e);
    }
}
