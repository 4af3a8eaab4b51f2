namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>Holds a kernel to the rules of the IR; run after the front end and after every pass.</summary>
internal sealed class IrVerifier
{
    private readonly Dictionary<string, IrType> _memory = [];
    private readonly Dictionary<string, IrType> _locals = [];
    private readonly HashSet<string> _declared = [];
    private readonly HashSet<string> _views = [];
    private readonly string _where;

    private IrVerifier(string where) => _where = where;

    /// <exception cref="InvalidOperationException">A rule is broken: a fault of the compiler.</exception>
    public static KernelIr Verify(KernelIr kernel, string after)
    {
        var v = new IrVerifier($"{kernel.Name} after {after}");
        foreach (IrParameter p in kernel.Parameters)
        {
            if (p.Kind is not (ParameterKind.View or ParameterKind.Workspace)) continue;
            v._memory.Add(p.Name, p.Type);
            v._views.Add(p.Name);
        }
        v.Body(kernel.Body);
        return kernel;
    }

    private void Body(IReadOnlyList<Stmt> body)
    {
        var mine = new List<string>();
        foreach (Stmt s in body)
        {
            foreach (Expr e in Walk.Expressions(s)) Check(e);
            switch (s)
            {
                case Let x: Declare(x.Name, x.Value.Type, mine); break;
                case Set x: Require(Local(x.Name) == x.Value.Type, $"{x.Name} is set to a {x.Value.Type}"); break;
                case ArrayDecl x:
                    Require(x.Length > 0, $"array {x.Name} has {x.Length} elements");
                    _memory.Add(x.Name, x.Type);
                    break;
                case PointerDecl x:
                    Require(_views.Contains(x.View) && _memory[x.View] == x.Type, $"pointer {x.Name} into {x.View}");
                    _memory.Add(x.Name, x.Type);
                    break;
                case Advance x: Require(_memory.ContainsKey(x.Pointer), $"pointer {x.Pointer} is not declared"); break;
                case Store x: Require(Memory(x.Memory) == x.Value.Type, $"{x.Memory} is given a {x.Value.Type}"); break;
                case PrefetchStmt x: Require(Memory(x.Memory) is var _ && x.Index.Type.IsInteger(), $"prefetch of {x.Memory}"); break;
                case If x:
                    Require(x.Condition.Type == IrType.Bool, "a condition is not bool");
                    Body(x.Then);
                    Body(x.Else);
                    break;
                case For x:
                    Require(x.Limit.Type == x.Type && x.Step.Type == x.Type, $"loop {x.Variable} mixes types");
                    var variable = new List<string>();
                    Declare(x.Variable, x.Type, variable);
                    Body(x.Body);
                    variable.ForEach(n => _locals.Remove(n));
                    break;
                case While x:
                    Require(x.Condition.Type == IrType.Bool, "a condition is not bool");
                    Body(x.Body);
                    break;
                case AtomicAdd x:
                    Require(Memory(x.Memory) == x.Type && x.Value.Type == x.Type && x.Type.IsInteger(), $"atomic on {x.Memory}");
                    if (x.Result is { } r) Declare(r, x.Type, mine);
                    break;
            }
        }
        mine.ForEach(n => _locals.Remove(n));
    }

    private void Check(Expr e)
    {
        foreach (Expr o in e.Operands) Check(o);
        switch (e)
        {
            case LocalRef x: Require(Local(x.Name) == x.Type, $"{x.Name} is read as a {x.Type}"); break;
            case Load x: Require(Memory(x.Memory) == x.Type && x.Index.Type.IsInteger(), $"{x.Memory} is read as a {x.Type}"); break;
            case Binary { Op: BinaryOp.Shl or BinaryOp.Shr } x: Require(x.Right.Type == IrType.I32, "a shift by other than int"); break;
            case Binary x: Require(x.Left.Type == x.Right.Type, $"{x.Op} of {x.Left.Type} and {x.Right.Type}"); break;
            case Compare x: Require(x.Left.Type == x.Right.Type, $"{x.Op} of {x.Left.Type} and {x.Right.Type}"); break;
            case Select x:
                Require(x.Condition.Type == IrType.Bool && x.True.Type == x.False.Type, "a select mixes types");
                Require(!Walk.Any(x.True, o => o is Load) && !Walk.Any(x.False, o => o is Load), "a value of a select loads");
                break;
            case Fma x:
                Require(x.Type.IsFloat() && x.Right.Type == x.Type && x.Addend.Type == x.Type, "an fma mixes types");
                break;
            case ViewLength x: Require(_views.Contains(x.View), $"{x.View} is not a view"); break;
        }
    }

    private void Declare(string name, IrType type, List<string> scope)
    {
        Require(_declared.Add(name), $"{name} is declared twice");
        _locals.Add(name, type);
        scope.Add(name);
    }

    private IrType Local(string name)
    {
        Require(_locals.ContainsKey(name), $"{name} is not in scope");
        return _locals[name];
    }

    private IrType Memory(string name)
    {
        Require(_memory.ContainsKey(name), $"memory {name} is not in scope");
        return _memory[name];
    }

    private void Require(bool rule, string broken)
    {
        if (!rule) throw new InvalidOperationException($"[compiler] {_where}: {broken}. Please report this kernel.");
    }
}
