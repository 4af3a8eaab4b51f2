using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Emit.Lanes;

internal abstract partial class LaneEmitter
{
    private string AllLanes => _mask == "" ? AllSet : _mask;

    protected string Vector(Expr e)
    {
        if (!IsVector(e)) return Spread(e);
        switch (e)
        {
            case LocalRef x: return x.Name;
            case Ir.Special: return LaneIds;
            case Binary or Cast when e.Type.IsIndex() && LanePattern.Constants(e, Lanes) is { } values: return LaneConstants(e.Type, values);
            case Unary { Op: UnaryOp.Neg } x: return $"-{Operand(x.Value)}";
            case Unary x: return $"~{Operand(x.Value)}";
            case Binary x: return VectorBinary(x);
            case Compare x: return CompareLanes(x.Op, x.Left.Type, Vector(x.Left), Vector(x.Right));
            case Select { Type: IrType.Bool } x:
                string condition = Operand(x.Condition);
                return $"({condition} & {Operand(x.True)}) | (~{condition} & {Operand(x.False)})";
            case Select x: return SelectLanes(x.Type, Vector(x.Condition), Vector(x.True), Vector(x.False));
            case Cast x:
                IrType from = x.Value.Type == IrType.U8 ? IrType.I32 : x.Value.Type;
                return from == x.Type ? Vector(x.Value) : ConvertLanes(from, x.Type, Vector(x.Value));
            case BitCast x: return BitCastLanes(x.Type, Operand(x.Value));
            case Fma x: return FmaLanes(x.Type, Vector(x.Left), Vector(x.Right), Vector(x.Addend));
            case MathCall x: return CallLanes(x.Type, x.Name, string.Join(", ", x.Operands.Select(Vector)));
            case Load x: return VectorLoad(x);
            default: throw new InvalidOperationException($"[compiler] no vector text for {e.GetType().Name}. Please report this kernel.");
        }
    }

    private string Spread(Expr e) => e switch
    {
        Const { Text: "0", Type: not IrType.Bool } => Zero(e.Type),
        Const { Type: IrType.Bool } x => x.Text == "true" ? AllSet : Zero(IrType.Bool),
        { Type: IrType.Bool } => $"({Scalar(e)} ? {AllSet} : {Zero(IrType.Bool)})",
        { Type: IrType.U8 } => Splat(IrType.I32, Nested(e)),
        _ => Splat(e.Type, Scalar(e)),
    };

    private string Operand(Expr e) => e is LocalRef && IsVector(e) ? Vector(e) : $"({Vector(e)})";

    private string VectorBinary(Binary x) => x.Op switch
    {
        BinaryOp.Min or BinaryOp.Max => MinMaxLanes(x.Op, x.Type, Vector(x.Left), Vector(x.Right)),
        BinaryOp.Div or BinaryOp.Rem when x.Type.IsInteger() => DivideLanes(x.Op, x.Type, Vector(x.Left), Vector(x.Right), AllLanes),
        BinaryOp.Shl or BinaryOp.Shr => ShiftLanes(x.Op, x.Type, Vector(x.Left), Vector(x.Right)),
        _ => $"{Operand(x.Left)} {Sign(x.Op, false)} {Operand(x.Right)}",
    };

    private string VectorLoad(Load x)
    {
        if (IsLaneArray(x.Memory))
            return IsVector(x.Index) ? GatherArray(x.Type, x.Memory, LaneIndex(x.Index), AllLanes) : $"{x.Memory}[{Offset(x.Index)}]";
        bool array = IsArray(x.Memory);
        if (Contiguous(x.Memory, x.Index) is { } at) return LoadLanes(x.Type, array, at, _mask);
        if (LanePattern.Of(x.Index, Lanes) is not { } pattern || pattern.Base.Terms.Any(t => t.Atoms.Any(IsVector)))
            return GatherLanes(x.Type, array, x.Memory, x.Index.Type, Vector(x.Index), AllLanes);
        // Lanes within one vector are one load and a permutation: of a view, which memory behind the view's end allows for, or within an array.
        string from = Address(x.Memory, pattern.Base);
        bool isVector = !array || (pattern.Base.IsConstant && pattern.Base.Constant >= 0 && pattern.Base.Constant + Lanes <= _arrays[x.Memory].Length);
        return _mask == "" && isVector && x.Type != IrType.U8 && pattern.Offsets.Max() < Lanes
            ? PermuteLanes(x.Type, LoadLanes(x.Type, array, from, ""), pattern.Offsets)
            : GatherLanes(x.Type, array, from.Contains(' ') ? $"({from})" : from, IrType.I32, LaneConstants(IrType.I32, pattern.Offsets), AllLanes);
    }

    private void StoreTo(Store x)
    {
        IrType type = _memory[x.Memory];
        if (IsLaneArray(x.Memory))
        {
            string value = Vector(x.Value);
            if (IsVector(x.Index))
            {
                Writer.Line(ScatterArray(type, x.Memory, LaneIndex(x.Index), AllLanes, value));
                return;
            }
            string element = $"{x.Memory}[{Offset(x.Index)}]";
            Writer.Line($"{element} = {(_mask == "" ? value : SelectLanes(type, _mask, value, element))};");
        }
        else if (!IsVector(x.Index) && !IsVector(x.Value))
        {
            Writer.Line($"{x.Memory}[{Offset(x.Index)}] = {Scalar(x.Value)};");
        }
        else
        {
            Writer.Line(Contiguous(x.Memory, x.Index) is { } at
                ? StoreLanes(type, IsArray(x.Memory), at, _mask, Vector(x.Value))
                : ScatterLanes(type, IsArray(x.Memory), x.Memory, x.Index.Type, Vector(x.Index), AllLanes, Vector(x.Value)));
        }
    }

    private void Atomic(AtomicAdd x)
    {
        string add = AtomicLanes(x.Type, IsArray(x.Memory), x.Memory, x.Index.Type, Vector(x.Index), AllLanes, Vector(x.Value));
        if (x.Result is { } name) _regions[name] = _mask;
        Writer.Line(x.Result is null ? $"{add};" : $"{VectorType(x.Type)} {x.Result} = {AtomicFormer(x.Type, IsArray(x.Memory), add)};");
    }

    /// <summary>The address of the first lane, if the lanes' elements follow each other.</summary>
    private string? Contiguous(string memory, Expr index) =>
        AffineLanes.Split(index) is { Factor: 1 } split && !split.Base.Terms.Any(t => t.Atoms.Any(IsVector)) ? Address(memory, split.Base) : null;

    private bool IsArray(string memory) => _arrays.ContainsKey(memory);

    /// <summary>Whether the memory is a private array that holds a vector an element.</summary>
    private bool IsLaneArray(string memory) => _arrays.TryGetValue(memory, out ArrayDecl? a) && !a.Shared && _uniformity.IsVarying(memory);

    private string LaneIndex(Expr index) =>
        $"{(index.Type.Bytes() == 8 ? ConvertLanes(index.Type, IrType.I32, Vector(index)) : $"({Vector(index)})")} * {Lanes} + {LaneIds}";

    private string Address(string memory, Polynomial offset)
    {
        string text = Offset(offset.ToExpr(IrType.I64));
        return text == "0" ? memory : $"{memory} + {(text.Contains(' ') ? $"({text})" : text)}";
    }

    /// <summary>An index as pointer-sized arithmetic.</summary>
    private string Offset(Expr e) => e switch
    {
        Const x => x.Text,
        Binary { Op: BinaryOp.Add or BinaryOp.Sub or BinaryOp.Mul } x when x.Type.IsIndex() =>
            $"{OffsetOperand(x.Left)} {Sign(x.Op, false)} {OffsetOperand(x.Right)}",
        Cast { Type: IrType.I64 or IrType.I32, Value.Type: IrType.I32 or IrType.I64 } x => Offset(x.Value),
        _ => $"({Language.Word}){Nested(e)}",
    };

    private string OffsetOperand(Expr e)
    {
        string text = Offset(e);
        return text.Contains(' ') || text.StartsWith("-", StringComparison.Ordinal) ? $"({text})" : text;
    }

    protected override string ScalarLoad(Load x) => $"{x.Memory}[{Offset(x.Index)}]";
}
