using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>
/// Random kernels that keep the rules of the IR. They read <c>x</c> and <c>n</c>, and each work item writes elements of <c>y</c> that no
/// other touches, so that the result is the same however the items are carried out. Integers stay small: index arithmetic does not overflow.
/// </summary>
internal sealed class RandomKernel
{
    public const int ViewLength = 256;
    public const int Items = 64;

    private readonly Random _random;
    private readonly List<(string Name, IrType Type, bool Mutable)> _locals = [];
    private readonly List<string> _arrays = [];
    private int _names;

    private RandomKernel(int seed) => _random = new Random(seed);

    private static LocalRef Item => new(IrType.I32, "item");

    private static Special Lane => new(SpecialKind.Lane);

    public static KernelIr Make(int seed, string name = "Run")
    {
        var kernel = new RandomKernel(seed);
        kernel._locals.Add(("item", IrType.I32, false));
        Expr item = new Binary(BinaryOp.Add, new Binary(BinaryOp.Mul, new Special(SpecialKind.GridX), new Special(SpecialKind.LaneCount)), Lane);
        List<Stmt> body = kernel.Block(3, kernel._random.Next(3, 9));
        // The lanes past the end do nothing, as in every kernel of ours.
        var guard = new Compare(CompareOp.Lt, Item, new ParamRef(IrType.I32, "items"));
        return new KernelIr(
            name,
            [
                new(ParameterKind.View, IrType.F32, "x", ""), new(ParameterKind.View, IrType.I32, "n", ""), new(ParameterKind.View, IrType.F32, "y", ""),
                new(ParameterKind.View, IrType.I32, "count", ""), new(ParameterKind.Scalar, IrType.I32, "u", ""), new(ParameterKind.Scalar, IrType.I32, "items", ""),
            ],
            [new Let("item", item), new If(guard, body, [])]);
    }

    private List<Stmt> Block(int depth, int length)
    {
        (int locals, int arrays) = (_locals.Count, _arrays.Count);
        var body = new List<Stmt>();
        for (int i = 0; i < length; i++) Statement(depth, body);
        body.Add(new Store("y", Own(), Value(IrType.F32, 2)));
        _locals.RemoveRange(locals, _locals.Count - locals);
        _arrays.RemoveRange(arrays, _arrays.Count - arrays);
        return body;
    }

    private void Statement(int depth, List<Stmt> body)
    {
        (string Name, IrType Type, bool Mutable)[] mutable = [.. _locals.Where(l => l.Mutable)];
        switch (_random.Next(depth > 0 ? 12 : 6))
        {
            case 2 or 3 when mutable.Length > 0:
                (string name, IrType known, _) = Pick(mutable);
                body.Add(new Set(name, Value(known, 3)));
                break;
            case 0 or 1 or 2 or 3:
                IrType type = Pick(IrType.I32, IrType.F32, IrType.F32, IrType.Bool, IrType.I64);
                Declare(body, type, Value(type, 3));
                break;
            case 4: body.Add(new Store("y", Own(), Value(IrType.F32, 3))); break;
            case 5 when _arrays.Count > 0: body.Add(new Store(Pick(_arrays.ToArray()), ArrayIndex(), Value(IrType.F32, 2))); break;
            case 5: body.Add(new AtomicAdd(null, IrType.I32, "count", Index(), Value(IrType.I32, 1))); break;
            case 6 or 7: body.Add(new If(Value(IrType.Bool, 2), Block(depth - 1, 2), _random.Next(2) == 0 ? [] : Block(depth - 1, 2))); break;
            case 8 or 9: Loop(depth, body); break;
            case 10: CountedWhile(depth, body); break;
            default:
                string array = $"a{_names++}", i = $"i{_names++}";
                body.Add(new ArrayDecl(array, IrType.F32, 4, false));
                body.Add(new For(i, Expr.Int(0), Expr.Int(4), Expr.Int(1), 0, [new Store(array, new LocalRef(IrType.I32, i), new Const(IrType.F32, "0"))]));
                _arrays.Add(array);
                break;
        }
    }

    private void Loop(int depth, List<Stmt> body)
    {
        string name = $"i{_names++}";
        bool down = _random.Next(4) == 0;
        Expr far = _random.Next(3) == 0 ? Bound(body) : Expr.Int(_random.Next(6)), near = _random.Next(4) == 0 ? Bound(body) : Expr.Int(0);
        int unroll = far is Const && near is Const ? Pick(0, 0, -1, 2) : Pick(0, 0, 2, 3);
        int place = _locals.Count;
        _locals.Add((name, IrType.I32, false));
        List<Stmt> inside = Block(depth - 1, 2);
        _locals.RemoveAt(place);
        body.Add(down
            ? new For(name, far, near, Expr.Int(-1), unroll > 0 ? 0 : unroll, inside)
            : new For(name, near, far, Expr.Int(_random.Next(1, 3)), unroll, inside));
    }

    /// <summary>A local that nothing sets: the bounds of a loop do not change while it runs.</summary>
    private LocalRef Bound(List<Stmt> body)
    {
        string name = $"v{_names++}";
        body.Add(new Let(name, Small()));
        return new LocalRef(IrType.I32, name);
    }

    private void CountedWhile(int depth, List<Stmt> body)
    {
        string name = $"v{_names++}";
        body.Add(new Let(name, Small()));
        var left = new LocalRef(IrType.I32, name);
        _locals.Add((name, IrType.I32, false));
        body.Add(new While(
            new Compare(CompareOp.Gt, left, Expr.Int(0)),
            [.. Block(depth - 1, 2), new Set(name, new Binary(BinaryOp.Sub, left, Expr.Int(1)))]));
    }

    private void Declare(List<Stmt> body, IrType type, Expr value)
    {
        string name = $"v{_names++}";
        body.Add(new Let(name, value));
        _locals.Add((name, type, _random.Next(3) > 0));
    }

    private Expr Value(IrType type, int depth)
    {
        LocalRef[] known = [.. _locals.Where(l => l.Type == type).Select(l => new LocalRef(type, l.Name))];
        if (known.Length > 0 && _random.Next(3) == 0) return Pick(known);
        Expr Next(IrType t) => Value(t, depth - 1);
        bool leaf = depth <= 0;
        switch (type)
        {
            case IrType.Bool:
                if (leaf) return Expr.Bool(_random.Next(2) == 0);
                return _random.Next(5) switch
                {
                    0 => new Unary(UnaryOp.Not, Next(IrType.Bool)),
                    1 => new Binary(Pick(BinaryOp.And, BinaryOp.Or, BinaryOp.Xor), Next(IrType.Bool), Next(IrType.Bool)),
                    2 => new Compare(Pick(Enum.GetValues<CompareOp>()), Next(IrType.F32), Next(IrType.F32)),
                    3 => new Compare(Pick(CompareOp.Lt, CompareOp.Le), Item, Small()),
                    _ => new Compare(Pick(Enum.GetValues<CompareOp>()), Next(IrType.I32), Next(IrType.I32)),
                };
            case IrType.I64:
                if (leaf) return Expr.Int(_random.Next(100), IrType.I64);
                return _random.Next(3) == 0 ? new Binary(BinaryOp.Add, Next(IrType.I64), Expr.Int(_random.Next(9), IrType.I64)) : new Cast(IrType.I64, Next(IrType.I32));
            case IrType.I32:
                Expr number = leaf
                    ? Pick<Expr>(Expr.Int(_random.Next(-9, 10)), Lane, new Special(SpecialKind.GridX), new ParamRef(IrType.I32, "u"), new Load(IrType.I32, "n", Index()))
                    : _random.Next(7) switch
                    {
                        0 => new Binary(BinaryOp.Mul, Next(IrType.I32), Expr.Int(_random.Next(-4, 5))),
                        1 => new Binary(Pick(BinaryOp.Div, BinaryOp.Rem), Next(IrType.I32), Expr.Int(Pick(-3, 1, 2, 7))),
                        2 => new Binary(Pick(BinaryOp.Min, BinaryOp.Max), Next(IrType.I32), Next(IrType.I32)),
                        3 => new Binary(Pick(BinaryOp.And, BinaryOp.Or, BinaryOp.Xor), Next(IrType.I32), Next(IrType.I32)),
                        4 => new Binary(Pick(BinaryOp.Shl, BinaryOp.Shr), new Binary(BinaryOp.And, Next(IrType.I32), Expr.Int(63)), Expr.Int(_random.Next(3))),
                        5 => new Cast(IrType.I32, Next(IrType.I64)),
                        _ => new Binary(Pick(BinaryOp.Add, BinaryOp.Sub), Next(IrType.I32), Next(IrType.I32)),
                    };
                return leaf ? number : new Binary(BinaryOp.And, number, Expr.Int(255));
            default:
                if (leaf) return Pick<Expr>(new Const(IrType.F32, Pick("0", "1", "-2", "0.5")), new Load(IrType.F32, "x", Index()), new Cast(IrType.F32, Small()));
                return _random.Next(8) switch
                {
                    0 => new Fma(Next(IrType.F32), Next(IrType.F32), Next(IrType.F32)),
                    1 => new Unary(UnaryOp.Neg, Next(IrType.F32)),
                    2 => new Select(Value(IrType.Bool, 1), new Const(IrType.F32, "3"), new Cast(IrType.F32, new ParamRef(IrType.I32, "u"))),
                    3 => new Cast(IrType.F32, Next(IrType.I32)),
                    4 => new Load(IrType.F32, "y", Own()),
                    5 when _arrays.Count > 0 => new Load(IrType.F32, Pick(_arrays.ToArray()), ArrayIndex()),
                    6 => new MathCall("Abs", Next(IrType.F32)),
                    _ => new Binary(Pick(BinaryOp.Add, BinaryOp.Sub, BinaryOp.Mul), Next(IrType.F32), Next(IrType.F32)),
                };
        }
    }

    /// <summary>0 to 7.</summary>
    private Binary Small() => new(BinaryOp.And, Value(IrType.I32, 1), Expr.Int(7));

    /// <summary>An index into a view that is only read.</summary>
    private Expr Index()
    {
        LocalRef[] loops = [.. _locals.Where(l => l.Name[0] == 'i' && l.Name != "item").Select(l => new LocalRef(IrType.I32, l.Name))];
        Expr at = _random.Next(4) switch
        {
            0 => new Binary(BinaryOp.And, Value(IrType.I32, 1), Expr.Int(15)),
            1 => Item,
            2 => new Binary(BinaryOp.Add, new Special(SpecialKind.GridX), Expr.Int(_random.Next(20))),
            _ => new Binary(BinaryOp.Add, Lane, Expr.Int(_random.Next(20))),
        };
        if (loops.Length > 0 && _random.Next(2) == 0) at = new Binary(BinaryOp.Add, new Binary(BinaryOp.Mul, Pick(loops), Expr.Int(_random.Next(1, 9))), at);
        return _random.Next(4) == 0 ? new Cast(IrType.I64, at) : at;
    }

    /// <summary>An element that belongs to the work item alone.</summary>
    private Binary Own() => new(BinaryOp.Add, Item, Expr.Int(_random.Next(3) * Items));

    private Expr ArrayIndex()
    {
        string[] loops = [.. _locals.Where(l => l.Name[0] == 'i' && l.Name != "item").Select(l => l.Name)];
        Expr index = loops.Length > 0 && _random.Next(2) == 0 ? new LocalRef(IrType.I32, Pick(loops)) : _random.Next(3) > 0 ? Expr.Int(_random.Next(4)) : Value(IrType.I32, 1);
        return index is Const ? index : new Binary(BinaryOp.And, index, Expr.Int(3));
    }

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
