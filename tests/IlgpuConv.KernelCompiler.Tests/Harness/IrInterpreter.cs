using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Carries out a kernel lane by lane as the IR says: what the passes must not change. Integers are longs, floats are doubles.</summary>
internal sealed class IrInterpreter
{
    private readonly Dictionary<string, double[]> _memory;
    private readonly Dictionary<string, long> _scalars;
    private readonly Dictionary<string, double> _locals = [];
    private readonly Dictionary<string, (string View, long At)> _pointers = [];
    private readonly int _group;
    private readonly int _lane;
    private readonly int _lanes;

    private IrInterpreter(Dictionary<string, double[]> memory, Dictionary<string, long> scalars, int group, int lane, int lanes)
    {
        (_memory, _scalars) = (new(memory), scalars);
        (_group, _lane, _lanes) = (group, lane, lanes);
    }

    /// <summary>Runs <paramref name="groups"/> groups of <paramref name="lanes"/> lanes over the views in <paramref name="memory"/>.</summary>
    public static void Run(KernelIr kernel, int groups, int lanes, Dictionary<string, double[]> memory, Dictionary<string, long> scalars)
    {
        for (int group = 0; group < groups; group++)
            for (int lane = 0; lane < lanes; lane++) new IrInterpreter(memory, scalars, group, lane, lanes).Block(kernel.Body);
    }

    private void Block(IReadOnlyList<Stmt> body)
    {
        foreach (Stmt s in body)
        {
            switch (s)
            {
                case Let x: _locals[x.Name] = Value(x.Value); break;
                case Set x: _locals[x.Name] = Value(x.Value); break;
                case ArrayDecl x: _memory[x.Name] = new double[x.Length]; break;
                case PointerDecl x: _pointers[x.Name] = (x.View, (long)Value(x.Index)); break;
                case Advance x: _pointers[x.Pointer] = (_pointers[x.Pointer].View, _pointers[x.Pointer].At + (long)Value(x.Elements)); break;
                case Store x:
                    double value = Value(x.Value);
                    At(x.Memory, x.Index) = value;
                    break;
                case AtomicAdd x:
                    ref double cell = ref At(x.Memory, x.Index);
                    if (x.Result is { } former) _locals[former] = cell;
                    cell = Wrap(x.Type, (long)cell + (long)Value(x.Value));
                    break;
                case If x: Block(Value(x.Condition) != 0 ? x.Then : x.Else); break;
                case For x:
                    double limit = Value(x.Limit), step = Value(x.Step);
                    for (double i = Value(x.Start); step > 0 ? i < limit : i > limit; i += step)
                    {
                        _locals[x.Variable] = i;
                        Block(x.Body);
                    }
                    break;
                case While x:
                    while (Value(x.Condition) != 0) Block(x.Body);
                    break;
                default: throw new InvalidOperationException($"no meaning of {s}");
            }
        }
    }

    private ref double At(string memory, Expr index)
    {
        long at = (long)Value(index);
        if (_pointers.TryGetValue(memory, out (string View, long At) pointer)) (memory, at) = (pointer.View, pointer.At + at);
        return ref _memory[memory][at];
    }

    private double Value(Expr e) => e switch
    {
        Const x => x.Type == IrType.Bool ? x.Text == "true" ? 1 : 0 : double.Parse(x.Text, System.Globalization.CultureInfo.InvariantCulture),
        LocalRef x => _locals[x.Name],
        ParamRef x => _scalars[x.Path],
        ViewLength x => _memory[x.View].Length,
        Special x => x.Kind switch
        {
            SpecialKind.GridX => _group,
            SpecialKind.Lane => _lane,
            SpecialKind.LaneCount => _lanes,
            _ => 0,
        },
        Unary { Op: UnaryOp.Not } x => 1 - Value(x.Value),
        Unary { Op: UnaryOp.Neg } x => x.Type.IsFloat() ? -Value(x.Value) : Wrap(x.Type, -(long)Value(x.Value)),
        Unary x => Wrap(x.Type, ~(long)Value(x.Value)),
        Binary x => x.Type.IsFloat() ? Real(x) : Whole(x.Op, x.Type, (long)Value(x.Left), (long)Value(x.Right)),
        Compare x => Holds(x.Op, Value(x.Left), Value(x.Right)) ? 1 : 0,
        Select x => Value(x.Condition) != 0 ? Value(x.True) : Value(x.False),
        Cast x => x.Type.IsFloat() ? Round(x.Type, Value(x.Value)) : Wrap(x.Type, (long)Value(x.Value)),
        Fma x => Fused(x),
        MathCall { Name: "Abs" } x => Math.Abs(Value(x.First)),
        Load x => At(x.Memory, x.Index),
        _ => throw new InvalidOperationException($"no meaning of {e}"),
    };

    private double Fused(Fma x) => x.Type == IrType.F32
        ? MathF.FusedMultiplyAdd((float)Value(x.Left), (float)Value(x.Right), (float)Value(x.Addend))
        : Math.FusedMultiplyAdd(Value(x.Left), Value(x.Right), Value(x.Addend));

    private double Real(Binary x)
    {
        double left = Value(x.Left), right = Value(x.Right);
        return Round(x.Type, x.Op switch
        {
            BinaryOp.Add => left + right,
            BinaryOp.Sub => left - right,
            BinaryOp.Mul => left * right,
            BinaryOp.Div => left / right,
            BinaryOp.Min => Math.Min(left, right),
            _ => Math.Max(left, right),
        });
    }

    private static double Whole(BinaryOp op, IrType type, long left, long right) => Wrap(type, op switch
    {
        BinaryOp.Add => left + right,
        BinaryOp.Sub => left - right,
        BinaryOp.Mul => left * right,
        BinaryOp.Div => left / right,
        BinaryOp.Rem => left % right,
        BinaryOp.And => left & right,
        BinaryOp.Or => left | right,
        BinaryOp.Xor => left ^ right,
        BinaryOp.Shl => left << (int)right,
        BinaryOp.Shr => left >> (int)right,
        BinaryOp.Min => Math.Min(left, right),
        _ => Math.Max(left, right),
    });

    private static bool Holds(CompareOp op, double left, double right) => op switch
    {
        CompareOp.Lt => left < right,
        CompareOp.Le => left <= right,
        CompareOp.Gt => left > right,
        CompareOp.Ge => left >= right,
        CompareOp.Eq => left == right,
        _ => left != right,
    };

    private static double Round(IrType type, double value) => type == IrType.F32 ? (float)value : value;

    private static double Wrap(IrType type, long value) => type switch
    {
        IrType.I32 => unchecked((int)value),
        IrType.U32 => unchecked((uint)value),
        IrType.U8 => unchecked((byte)value),
        _ => value,
    };
}
