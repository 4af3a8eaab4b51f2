using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Address strength reduction: in a counted loop, accesses of one view that advance alike share one moving pointer; what sets them
/// apart is a constant or an offset computed before the loop.
/// </summary>
internal sealed class StrengthReduction : Rewriter
{
    private readonly Names _names;
    private readonly Dictionary<string, IrType> _views;
    private readonly Uniformity? _uniformity;

    private StrengthReduction(KernelIr kernel, bool isVector)
    {
        if (isVector) _uniformity = Uniformity.Of(kernel.Body);
        _names = new Names(kernel);
        _views = kernel.Parameters.Where(p => p.Kind is ParameterKind.View or ParameterKind.Workspace).ToDictionary(p => p.Name, p => p.Type);
    }

    /// <summary>Runs the pass for a form in which a pointer is the same for all lanes, and the lane is added to it.</summary>
    public static KernelIr Run(KernelIr kernel) => kernel with { Body = new StrengthReduction(kernel, true).Body(kernel.Body) };

    /// <summary>Runs the pass for a form in which every lane has pointers of its own.</summary>
    public static KernelIr RunForOneLane(KernelIr kernel) => kernel with { Body = new StrengthReduction(kernel, false).Body(kernel.Body) };

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is not For loop)
        {
            base.Rewrite(s, output);
            return;
        }
        loop = loop with { Body = Body(loop.Body) };
        var reducer = new Loop(loop, _names, _views, _uniformity);
        IReadOnlyList<Stmt> body = reducer.Body(loop.Body);
        output.AddRange(reducer.Before);
        output.Add(loop with { Body = [.. body, .. reducer.After] });
    }

    /// <summary>Rewrites the accesses of one loop; those of loops inside it are done already.</summary>
    private sealed class Loop : Rewriter
    {
        private readonly For _loop;
        private readonly Names _names;
        private readonly Dictionary<string, IrType> _views;
        private readonly Uniformity? _uniformity;
        private readonly HashSet<string> _variant;
        private readonly Dictionary<string, Expr> _values;
        private readonly LocalRef _variable;
        private readonly Dictionary<string, (string Pointer, Polynomial Base)> _pointers = [];
        private readonly Dictionary<string, string> _offsets = [];

        public Loop(For loop, Names names, Dictionary<string, IrType> views, Uniformity? uniformity)
        {
            (_loop, _names, _views, _uniformity) = (loop, names, views, uniformity);
            _variant = Walk.Assigned(loop.Body);
            _values = Walk.SingleValues(loop.Body);
            _variable = new LocalRef(loop.Type, loop.Variable);
        }

        public List<Stmt> Before { get; } = [];

        public List<Stmt> After { get; } = [];

        protected override void Rewrite(Stmt s, List<Stmt> output)
        {
            if (s is For or While)
            {
                output.Add(s);
                return;
            }
            int at = output.Count;
            base.Rewrite(s, output);
            if (output[at] is Store t && Reduce(t.Memory, t.Index) is { } moved) output[at] = new Store(moved.Pointer, moved.Index, t.Value);
            else if (output[at] is PrefetchStmt f && Reduce(f.Memory, f.Index) is { } near) output[at] = new PrefetchStmt(near.Pointer, near.Index);
        }

        protected override Expr Node(Expr e) => e is Load x && Reduce(x.Memory, x.Index) is { } moved ? new Load(x.Type, moved.Pointer, moved.Index) : e;

        private (string Pointer, Expr Index)? Reduce(string memory, Expr index)
        {
            if (!_views.TryGetValue(memory, out IrType type)) return null;
            Polynomial p = Polynomial.From(index, n => _variant.Contains(n) && _values.TryGetValue(n, out Expr? v) ? v : null);
            Polynomial moving = p.Where(a => a.Contains(_variable));
            Polynomial still = p.Plus(moving, -1);
            if (!moving.Terms.Any() || moving.Terms.Any(t => t.Atoms.Count(a => a.Equals(_variable)) != 1)) return null;
            Polynomial stride = moving.Without(_variable);
            if (!IsInvariant(stride) || !IsInvariant(still)) return null;
            Polynomial lane = _uniformity is not null && LanePattern.Split(index) is { } pattern ? pattern.Varying : Polynomial.Of(0);
            if (_uniformity is not null && still.Plus(lane, -1).Terms.Concat(stride.Terms).Any(t => t.Atoms.Any(_uniformity.IsVarying))) return null;
            Polynomial uniform = still.Plus(lane, -1).Plus(Polynomial.Of(still.Constant), -1);

            string key = $"{memory} {stride.Key} lane {lane.Key}";
            if (!_pointers.TryGetValue(key, out (string Pointer, Polynomial Base) group))
            {
                group = (_names.Fresh($"{memory}_at"), uniform);
                _pointers.Add(key, group);
                Expr first = new Binary(BinaryOp.Add, uniform.ToExpr(IrType.I64), new Binary(BinaryOp.Mul, stride.ToExpr(IrType.I64), Long(_loop.Start)));
                Before.Add(new PointerDecl(group.Pointer, type, memory, Fold.Expression(first)));
                After.Add(new Advance(group.Pointer, Fold.Expression(new Binary(BinaryOp.Mul, stride.ToExpr(IrType.I64), Long(_loop.Step)))));
            }
            Polynomial apart = uniform.Plus(group.Base, -1);
            Expr offset = Expr.Int(still.Constant, IrType.I64);
            if (apart.Terms.Any()) offset = new Binary(BinaryOp.Add, Offset(apart), offset);
            if (lane.Terms.Any()) offset = new Binary(BinaryOp.Add, offset, lane.ToExpr(IrType.I64));
            return (group.Pointer, Fold.Expression(offset));
        }

        private LocalRef Offset(Polynomial apart)
        {
            if (!_offsets.TryGetValue(apart.Key, out string? name))
            {
                name = _names.Fresh("offset");
                _offsets.Add(apart.Key, name);
                Before.Add(new Let(name, apart.ToExpr(IrType.I64)));
            }
            return new LocalRef(IrType.I64, name);
        }

        private bool IsInvariant(Polynomial p) => p.Terms.All(t => t.Atoms.All(a => !Walk.Any(
            a, e => e is Load || e is LocalRef x && (_variant.Contains(x.Name) || x.Name == _loop.Variable))));

        private static Expr Long(Expr e) => Fold.Expression(new Cast(IrType.I64, e));
    }
}
