using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>Statements: ifs and loops become labels and branches.</content>
internal sealed partial class PtxEmitter
{
    private void Block(IReadOnlyList<Stmt> body)
    {
        foreach (Stmt s in body) Statement(s);
    }

    private void Statement(Stmt s)
    {
        switch (s)
        {
            case Let x when _single.ContainsKey(x.Name): _locals[x.Name] = Constant(x.Value) ?? Kept(x.Value); break;
            case Let x: Value(x.Value, _locals[x.Name] = _w.Register(x.Value.Type)); break;
            case Set x:
                Value(x.Value, _locals[x.Name]);
                _known.Changed(x.Name);
                break;
            case PointerDecl x: Pointer(x); break;
            case Advance x:
                PtxMemory m = _memory[x.Pointer];
                if (x.Elements is Const c && c.IsInt(out long elements)) _w.Do("add.s64", m.Base, m.Base, $"{elements * m.Type.Bytes()}");
                else Offset(m.Base, Value(x.Elements), m.Type, m.Base);
                _known.Changed(x.Pointer);
                break;
            case Store x: Store(x); break;
            case BarrierStmt:
                _w.Do("bar.sync", "0");
                _known.Stored();
                break;
            case AtomicAdd x: Atomic(x); break;
            case If x: If(x); break;
            case For x: For(x); break;
            case While x: While(x); break;
        }
    }

    /// <summary>The value of a local that is given one once; a register that changes later is copied.</summary>
    private string Kept(Expr value)
    {
        if (value is not LocalRef { Name: var name } || _single.ContainsKey(name)) return InRegister(value);
        string copy = _w.Register(value.Type);
        _w.Do($"mov.{value.Type.Bits()}", copy, Value(value));
        return copy;
    }

    private void Pointer(PointerDecl x)
    {
        PtxMemory view = _memory[x.View];
        string start = _w.Register(IrType.U64), at = At(x.View, x.Index).Trim('[', ']');
        string[] parts = at.Split('+');
        _w.Do(parts.Length > 1 ? "add.s64" : "mov.u64", [start, .. parts]);
        _memory[x.Name] = view with { Base = start };
    }

    private void If(If x)
    {
        bool isNegated = x.Condition is Unary { Op: UnaryOp.Not };
        bool isUniform = !_uniformity.IsVarying(x.Condition);
        string condition = InRegister(isNegated ? ((Unary)x.Condition).Value : x.Condition), end = _w.Label();
        string otherwise = x.Else.Count > 0 ? _w.Label() : end;
        _w.Branch(otherwise, condition, isNegated, isUniform);
        Scope(() => Block(x.Then));
        if (x.Else.Count > 0)
        {
            _w.Branch(end);
            _w.Place(otherwise);
            Scope(() => Block(x.Else));
        }
        _w.Place(end);
    }

    private void Counted(For x)
    {
        string variable = _w.Register(x.Type), begin = _w.Label(), end = _w.Label();
        bool isUniform = !_uniformity.IsVarying(x);
        Value(x.Start, variable);
        string limit = Value(x.Limit), step = Value(x.Step);
        _locals[x.Variable] = variable;
        string passed = _w.Register(IrType.Bool), again = _w.Register(IrType.Bool), type = x.Type.Arithmetic();
        _w.Do($"setp.{(x.Descending ? "le" : "ge")}.{type}", passed, variable, limit);
        _w.Branch(end, passed, true, isUniform);
        Loop(x.Body);
        _w.Place(begin);
        Scope(() => Block(x.Body));
        _w.Do($"add.{type}", variable, variable, step);
        _w.Do($"setp.{(x.Descending ? "gt" : "lt")}.{type}", again, variable, limit);
        _w.Branch(begin, again, true, isUniform);
        _w.Place(end);
        _known.Changed(x.Variable);
    }

    private void While(While x)
    {
        string begin = _w.Label(), end = _w.Label();
        bool isUniform = !_uniformity.IsVarying(x.Condition);
        Loop(x.Body);
        _w.Place(begin);
        Scope(() =>
        {
            _w.Branch(end, InRegister(x.Condition), false, isUniform);
            Block(x.Body);
        });
        _w.Branch(begin);
        _w.Place(end);
    }

    /// <summary>Forgets what an iteration changes: the next one begins with other values.</summary>
    private void Loop(IReadOnlyList<Stmt> body)
    {
        foreach (string name in Walk.Assigned(body)) _known.Changed(name);
        List<Stmt> all = Walk.All(body);
        foreach (Advance a in all.OfType<Advance>()) _known.Changed(a.Pointer);
        if (all.Any(s => s is Ir.Store or Ir.AtomicAdd or BarrierStmt)) _known.Stored();
    }

    private void Scope(Action write)
    {
        _known.Enter();
        write();
        _known.Leave();
    }
}
