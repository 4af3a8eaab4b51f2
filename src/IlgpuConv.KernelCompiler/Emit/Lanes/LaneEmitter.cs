using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Emit.Lanes;

/// <summary>
/// Writes the vector form of a kernel: one group is one vector of <c>lanes</c> lanes, uniform values are scalars, and the method
/// contains the loop over a range of groups. A language adds how it writes vectors and the frame of the method.
/// </summary>
internal abstract partial class LaneEmitter : ScalarText
{
    private readonly Uniformity _uniformity;
    private readonly HashSet<string> _broadcast;
    private readonly Dictionary<string, ArrayDecl> _arrays;
    private readonly Dictionary<string, IrType> _memory = [];
    private readonly Dictionary<string, string> _regions = [];
    private string _mask = "";
    private int _masks;

    protected LaneEmitter(Language language, KernelIr kernel, int lanes, IndentedWriter writer)
        : base(language)
    {
        (Lanes, Writer) = (lanes, writer);
        _uniformity = Uniformity.Of(kernel.Body);
        _arrays = Walk.All(kernel.Body).OfType<ArrayDecl>().ToDictionary(a => a.Name);
        foreach (IrParameter p in kernel.Parameters) _memory[p.Name] = p.Type;
        foreach (ArrayDecl x in _arrays.Values) _memory[x.Name] = x.Type;
        foreach (PointerDecl x in Walk.All(kernel.Body).OfType<PointerDecl>()) _memory[x.Name] = x.Type;
        _broadcast = Broadcast(kernel);
    }

    protected int Lanes { get; }

    protected IndentedWriter Writer { get; }

    protected IReadOnlyCollection<ArrayDecl> Arrays => _arrays.Values;

    /// <summary>Prepares a kernel for groups of <paramref name="lanes"/> lanes.</summary>
    public static KernelIr Prepare(KernelIr kernel, int lanes)
    {
        foreach ((string name, Func<KernelIr, KernelIr> pass) in Passes(lanes)) kernel = IrVerifier.Verify(pass(kernel), name);
        return kernel;
    }

    /// <summary>Whether an 8-byte value varies over lanes, so that a vector holds half as many lanes as there are floats.</summary>
    public static bool IsWide(KernelIr prepared)
    {
        Uniformity u = Uniformity.Of(prepared.Body);
        HashSet<string> mine = [.. Walk.All(prepared.Body).OfType<ArrayDecl>().Where(a => !a.Shared).Select(a => a.Name)];
        bool Wide(Expr e) => e.Type.Bytes() == 8 && u.IsVarying(e);
        // A 64-bit index of a uniform base and what lanes are known to add is a scalar base: it is not a vector.
        bool IsVectorIndex(Expr e) =>
            !(AffineLanes.Split(e) is { Factor: 1 } split && !split.Base.Terms.Any(t => t.Atoms.Any(u.IsVarying)))
            && (e.Type.Bytes() == 8 || Walk.All(e).Any(Wide));
        bool In(Expr e) => e is Load l
            ? Wide(e) || u.IsVarying(l.Index) && IsVectorIndex(l.Index) && (mine.Contains(l.Memory) || LanePattern.Of(l.Index, 1) is null)
            : Wide(e) || e.Operands.Any(In);
        bool Scatters(Store x) => u.IsVarying(x.Index) || u.IsVarying(x.Value) && !mine.Contains(x.Memory);
        return Walk.All(prepared.Body).Any(s => s switch
        {
            Store x => In(x.Value) || Scatters(x) && (x.Value.Type.Bytes() == 8 || IsVectorIndex(x.Index)),
            AtomicAdd x => x.Type.Bytes() == 8 || x.Index.Type.Bytes() == 8 || Walk.All(x.Index).Any(Wide) || In(x.Value),
            Let x => In(x.Value) || (x.Value.Type.Bytes() == 8 && u.IsVarying(x.Name)),
            _ => Walk.Expressions(s).Any(In),
        });
    }

    private static IEnumerable<(string Name, Func<KernelIr, KernelIr> Pass)> Passes(int lanes) =>
    [
        // Four lanes are for processors without AVX, where nobody waits for the last tenth; the text is half as long.
        ("partial unroll", k => lanes == 4 ? PartialUnroll.Decline(k) : Fold.Run(PartialUnroll.Run(k))),
        ("affine lanes", k => AffineLanes.Run(k, lanes)),
        ("varying loops", VaryingLoops.Run),
        ("split tails", k => Fold.Run(SplitTails.Run(k, lanes))),
        ("strength reduction", StrengthReduction.Run),
        ("hoist", k => Hoist.Run(Fold.Run(k))),
    ];

    /// <summary>
    /// Writes what comes before the loop over groups, the loop's head as <paramref name="head"/> says, and its body.
    /// </summary>
    protected void Groups(KernelIr kernel, Action head, Action? begin = null)
    {
        foreach (ArrayDecl array in _arrays.Values) Array(array);
        List<Stmt> prologue = [], body = [];
        Prologue(kernel.Body, prologue, body);
        Block(prologue);
        head();
        begin?.Invoke();
        Block(body);
        Writer.Line("if (++gridX < gridDimX) continue;");
        Writer.Line("gridX = 0;");
        Writer.Line("if (++gridY < gridDimY) continue;");
        Writer.Line("gridY = 0;");
        Writer.Line("gridZ++;");
        Writer.Close();
    }

    /// <summary>Takes the values that are the same for every group in front of the loop over groups.</summary>
    private static void Prologue(IReadOnlyList<Stmt> statements, List<Stmt> prologue, List<Stmt> body)
    {
        HashSet<string> variant = Walk.Assigned(statements);
        Dictionary<string, Expr> single = Walk.SingleValues(statements);
        foreach (Stmt s in statements)
        {
            bool moves = s is Let x && x.Value.Type.IsInteger() && single.ContainsKey(x.Name) && !Walk.Any(x.Value, e =>
                e is Load or Binary { Op: BinaryOp.Div or BinaryOp.Rem, Right: not Const }
                || e is Special { Kind: SpecialKind.GridX or SpecialKind.GridY or SpecialKind.GridZ or SpecialKind.Lane }
                || e is LocalRef r && variant.Contains(r.Name));
            (moves ? prologue : body).Add(s);
            if (moves) variant.Remove(((Let)s).Name);
        }
    }

    /// <summary>
    /// Uniform floats that are only ever loaded and then multiplied into vectors are kept as vectors: one broadcast each.
    /// </summary>
    private HashSet<string> Broadcast(KernelIr kernel)
    {
        var candidates = new HashSet<string>();
        foreach (Stmt s in Walk.All(kernel.Body))
            if (s is Let { Value: Const or Load } x && x.Value.Type.IsFloat() && !_uniformity.IsVarying(x.Name) && !_uniformity.IsVarying(x.Value))
                candidates.Add(x.Name);
        foreach (Stmt s in Walk.All(kernel.Body))
            if (s is Set x && !(x.Value is Const or Load && !_uniformity.IsVarying(x.Value))) candidates.Remove(x.Name);
        void Scan(Expr e, bool vector)
        {
            if (e is LocalRef r && !vector) candidates.Remove(r.Name);
            bool inner = _uniformity.IsVarying(e) && e is not Load;
            foreach (Expr o in e.Operands) Scan(o, inner);
        }

        foreach (Stmt s in Walk.All(kernel.Body))
        {
            bool vector = s switch
            {
                Let x => _uniformity.IsVarying(x.Name),
                Set x => _uniformity.IsVarying(x.Name),
                Store x => _uniformity.IsVarying(x.Index),
                _ => false,
            };
            foreach (Expr e in Walk.Expressions(s)) Scan(e, vector && !(s is Store t && ReferenceEquals(e, t.Index)));
        }
        return candidates;
    }

    /// <summary>Writes that an element is read soon, where the language can say so.</summary>
    protected virtual void PrefetchOf(string memory, string offset)
    {
    }

    private bool IsVector(string local) => _uniformity.IsVarying(local) || _broadcast.Contains(local);

    private bool IsVector(Expr e) => _uniformity.IsVarying(e) || e is LocalRef r && _broadcast.Contains(r.Name)
        || e is not Load && e.Operands.Any(IsVector);

    private void Array(ArrayDecl x)
    {
        bool vectors = !x.Shared && _uniformity.IsVarying(x.Name);
        Writer.Line(ArrayOf(vectors ? VectorType(x.Type) : Language.Type(x.Type), x.Name, x.Length));
    }

    private void Block(IReadOnlyList<Stmt> body)
    {
        foreach (Stmt s in body) Statement(s);
    }

    private void Statement(Stmt s)
    {
        switch (s)
        {
            case Let x:
                _regions[x.Name] = _mask;
                Writer.Line(IsVector(x.Name)
                    ? $"{VectorType(x.Value.Type)} {x.Name} = {Vector(x.Value)};"
                    : $"{Language.Type(x.Value.Type)} {x.Name} = {Scalar(x.Value)};");
                break;
            case Set x:
                string value = IsVector(x.Name) ? Vector(x.Value) : Scalar(x.Value);
                bool blend = _uniformity.IsVarying(x.Name) && _regions[x.Name] != _mask;
                Writer.Line($"{x.Name} = {(blend ? SelectLanes(x.Value.Type, _mask, value, x.Name) : value)};");
                break;
            case PointerDecl x: Writer.Line($"{ViewPointer(x.Type)} {x.Name} = {x.View} + ({Offset(x.Index)});"); break;
            case Advance x: Writer.Line($"{x.Pointer} += {Offset(x.Elements)};"); break;
            case Store x: StoreTo(x); break;
            case PrefetchStmt x when !_uniformity.IsVarying(x.Index) && _mask == "": PrefetchOf(x.Memory, Offset(x.Index)); break;
            case AtomicAdd x: Atomic(x); break;
            case If x: IfStatement(x); break;
            case For x:
                string i = x.Variable;
                _regions[i] = _mask;
                Writer.Open($"for ({Language.Type(x.Type)} {i} = {Scalar(x.Start)}; {i} {(x.Descending ? ">" : "<")} {Scalar(x.Limit)}; {i} += {Scalar(x.Step)})");
                Block(x.Body);
                Writer.Close();
                break;
            case While x: WhileStatement(x); break;
        }
    }

    private void IfStatement(If x)
    {
        if (!IsVector(x.Condition))
        {
            Writer.Open($"if ({Scalar(x.Condition)})");
            Block(x.Then);
            Writer.Close();
            if (x.Else.Count == 0) return;
            Writer.Open("else");
            Block(x.Else);
            Writer.Close();
            return;
        }
        string condition = NewMask(Vector(x.Condition)), outer = _mask;
        Under(outer == "" ? condition : NewMask($"{condition} & {outer}"), x.Then);
        if (x.Else.Count > 0) Under(NewMask(outer == "" ? $"~{condition}" : $"~{condition} & {outer}"), x.Else);
        _mask = outer;
    }

    private void Under(string mask, IReadOnlyList<Stmt> body)
    {
        string outer = _mask;
        _mask = mask;
        Writer.Open($"if ({AnyLane(mask)})");
        Block(body);
        Writer.Close();
        _mask = outer;
    }

    private void WhileStatement(While x)
    {
        if (!IsVector(x.Condition))
        {
            Writer.Open($"while ({Scalar(x.Condition)})");
            Block(x.Body);
            Writer.Close();
            return;
        }
        string outer = _mask, active = NewMask(outer == "" ? AllSet : outer);
        Writer.Open("while (true)");
        _mask = active;
        Writer.Line($"{active} &= {Vector(x.Condition)};");
        Writer.Line($"if (!{AnyLane(active)}) break;");
        Block(x.Body);
        Writer.Close();
        _mask = outer;
    }

    private string NewMask(string value)
    {
        string name = $"mask_{++_masks}";
        Writer.Line($"{VectorType(IrType.Bool)} {name} = {value};");
        return name;
    }

    protected override string Special(SpecialKind kind) => kind == SpecialKind.Lane
        ? throw new InvalidOperationException("[compiler] the lane is not a scalar. Please report this kernel.")
        : char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString().Substring(1);
}
