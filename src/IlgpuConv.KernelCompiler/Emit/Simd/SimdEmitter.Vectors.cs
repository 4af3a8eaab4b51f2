using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Emit.Simd;

internal sealed partial class SimdEmitter
{
    private string MaskType => $"{Class(4)}<int>";

    private string AllLanes => _mask == "" ? $"{MaskType}.AllBitsSet" : _mask;

    /// <summary>The class of vectors of one element a lane: <c>Vector512</c> for 16 lanes of 4 bytes.</summary>
    private string Class(int bytes) => $"Vector{_lanes * bytes * 8}";

    private string Class(IrType type) => Class(type.Bytes() == 8 ? 8 : 4);

    /// <summary>Bytes and bools are held as ints.</summary>
    private string VectorType(IrType type) => $"{Class(type)}<{Element(type)}>";

    private static string Element(IrType type) => type is IrType.U8 or IrType.Bool ? "int" : type.CSharp();

    private string Vector(Expr e)
    {
        if (!IsVector(e)) return Spread(e);
        switch (e)
        {
            case LocalRef x: return x.Name;
            case Ir.Special: return $"Lanes{_lanes}.Ids";
            case Unary { Op: UnaryOp.Neg } x: return $"-{Operand(x.Value)}";
            case Unary x: return $"~{Operand(x.Value)}";
            case Binary x: return VectorBinary(x);
            case Compare x: return VectorCompare(x);
            case Select { Type: IrType.Bool } x:
                string condition = Operand(x.Condition);
                return $"({condition} & {Operand(x.True)}) | (~{condition} & {Operand(x.False)})";
            case Select x: return $"Lanes{_lanes}.Select({Vector(x.Condition)}, {Vector(x.True)}, {Vector(x.False)})";
            case Cast x: return VectorCast(x);
            case BitCast x: return $"{Operand(x.Value)}.As{Name(x.Type)}()";
            case Fma x: return $"{Class(x.Type)}.FusedMultiplyAdd({Vector(x.Left)}, {Vector(x.Right)}, {Vector(x.Addend)})";
            case MathCall x: return $"Lanes{_lanes}.{x.Name}({string.Join(", ", x.Operands.Select(Vector))})";
            case Load x: return VectorLoad(x);
            default: throw new InvalidOperationException($"[compiler] no vector C# for {e.GetType().Name}. Please report this kernel.");
        }
    }

    private string Spread(Expr e) => e switch
    {
        Const { Text: "0", Type: not IrType.Bool } => $"{VectorType(e.Type)}.Zero",
        Const { Type: IrType.Bool } x => x.Text == "true" ? $"{MaskType}.AllBitsSet" : $"{MaskType}.Zero",
        { Type: IrType.Bool } => $"({Scalar(e)} ? {MaskType}.AllBitsSet : {MaskType}.Zero)",
        { Type: IrType.U8 } => $"{Class(4)}.Create<int>({Nested(e)})",
        _ => $"{Class(e.Type)}.Create<{e.Type.CSharp()}>({Scalar(e)})",
    };

    private string Operand(Expr e) => e is LocalRef && IsVector(e) ? Vector(e) : $"({Vector(e)})";

    private string VectorBinary(Binary x)
    {
        string left = Operand(x.Left), right = Operand(x.Right);
        switch (x.Op)
        {
            case BinaryOp.Min or BinaryOp.Max: return $"{Class(x.Type)}.{x.Op}({Vector(x.Left)}, {Vector(x.Right)})";
            case BinaryOp.Div or BinaryOp.Rem when x.Type.IsInteger():
                return $"Lanes{_lanes}.{(x.Op == BinaryOp.Div ? "Divide" : "Remainder")}({Vector(x.Left)}, {Vector(x.Right)}, {AllLanes})";
            case BinaryOp.Shl: return $"Lanes{_lanes}.ShiftLeft({Vector(x.Left)}, {Vector(x.Right)})";
            case BinaryOp.Shr: return $"Lanes{_lanes}.ShiftRight({Vector(x.Left)}, {Vector(x.Right)})";
            default: return $"{left} {Sign(x.Op, false)} {right}";
        }
    }

    private string VectorCompare(Compare x)
    {
        string method = x.Op switch
        {
            CompareOp.Lt => "LessThan",
            CompareOp.Le => "LessThanOrEqual",
            CompareOp.Gt => "GreaterThan",
            CompareOp.Ge => "GreaterThanOrEqual",
            _ => "Equals",
        };
        string mask = $"{Class(x.Left.Type)}.{method}({Vector(x.Left)}, {Vector(x.Right)})";
        mask = x.Left.Type.Bytes() == 8 ? $"Lanes{_lanes}.Narrow({mask}.AsInt64())" : $"{mask}.AsInt32()";
        return x.Op == CompareOp.Ne ? $"~{mask}" : mask;
    }

    private string VectorCast(Cast x)
    {
        IrType from = x.Value.Type == IrType.U8 ? IrType.I32 : x.Value.Type;
        string value = Vector(x.Value);
        return (from, x.Type) switch
        {
            (_, IrType.U8) => $"{(from == IrType.I32 ? $"({value})" : $"Lanes{_lanes}.ToInt32({value})")} & {Class(4)}.Create<int>(255)",
            var (f, t) when f == t => value,
            (IrType.I32, IrType.U32) => $"({value}).AsUInt32()",
            (IrType.U32, IrType.I32) => $"({value}).AsInt32()",
            (IrType.I64, IrType.U64) => $"({value}).AsUInt64()",
            (IrType.U64, IrType.I64) => $"({value}).AsInt64()",
            _ => $"Lanes{_lanes}.To{Conversion(x.Type)}({value})",
        };
    }

    private static string Conversion(IrType type) => type switch
    {
        IrType.F32 => "Float",
        IrType.F64 => "Double",
        _ => Name(type),
    };

    private static string Name(IrType type) => type switch
    {
        IrType.I32 => "Int32",
        IrType.U32 => "UInt32",
        IrType.I64 => "Int64",
        IrType.U64 => "UInt64",
        IrType.F32 => "Single",
        _ => "Double",
    };

    private string VectorLoad(Load x)
    {
        bool bytes = x.Type == IrType.U8;
        if (IsLaneArray(x.Memory))
        {
            return IsVector(x.Index)
                ? $"Lanes{_lanes}.Gather(({Element(x.Type)}*){x.Memory}, {LaneIndex(x.Index)}, {AllLanes})"
                : $"{x.Memory}[{Offset(x.Index)}]";
        }
        if (AffineLanes.Split(x.Index) is { Factor: 1 } split && !split.Base.Terms.Any(t => t.Atoms.Any(IsVector)))
        {
            string at = Address(x.Memory, split.Base);
            if (bytes) return _mask == "" ? $"Lanes{_lanes}.LoadByte({at})" : $"Lanes{_lanes}.MaskLoadByte({at}, {_mask})";
            return _mask == "" ? $"{Class(x.Type)}.Load<{x.Type.CSharp()}>({at})" : $"Lanes{_lanes}.MaskLoad({at}, {_mask})";
        }
        return $"Lanes{_lanes}.Gather{(bytes ? "Byte" : "")}({x.Memory}, {Vector(x.Index)}, {AllLanes})";
    }

    private void StoreTo(Store x)
    {
        IrType type = _memory[x.Memory];
        string suffix = type == IrType.U8 ? "Byte" : "";
        if (IsLaneArray(x.Memory))
        {
            string value = Vector(x.Value);
            if (IsVector(x.Index))
                _writer.Line($"Lanes{_lanes}.Scatter(({Element(type)}*){x.Memory}, {LaneIndex(x.Index)}, {AllLanes}, {value});");
            else if (_mask == "")
                _writer.Line($"{x.Memory}[{Offset(x.Index)}] = {value};");
            else
                _writer.Line($"{x.Memory}[{Offset(x.Index)}] = Lanes{_lanes}.Select({_mask}, {value}, {x.Memory}[{Offset(x.Index)}]);");
        }
        else if (!IsVector(x.Index) && !IsVector(x.Value))
        {
            _writer.Line($"{x.Memory}[{Offset(x.Index)}] = {Scalar(x.Value)};");
        }
        else if (AffineLanes.Split(x.Index) is { Factor: 1 } split && !split.Base.Terms.Any(t => t.Atoms.Any(IsVector)))
        {
            string at = Address(x.Memory, split.Base), value = Vector(x.Value);
            _writer.Line((_mask, suffix) switch
            {
                ("", "") => $"{Class(type)}.Store({value}, {at});",
                ("", _) => $"Lanes{_lanes}.StoreByte({at}, {value});",
                _ => $"Lanes{_lanes}.MaskStore{suffix}({at}, {_mask}, {value});",
            });
        }
        else
        {
            _writer.Line($"Lanes{_lanes}.Scatter{suffix}({x.Memory}, {Vector(x.Index)}, {AllLanes}, {Vector(x.Value)});");
        }
    }

    private void Atomic(AtomicAdd x)
    {
        string result = "";
        if (x.Result is { } name)
        {
            _regions[name] = _mask;
            result = $"{VectorType(x.Type)} {name} = ";
        }
        _writer.Line($"{result}Lanes{_lanes}.AtomicAdd({x.Memory}, {Vector(x.Index)}, {AllLanes}, {Vector(x.Value)});");
    }

    /// <summary>Whether the memory is a private array that holds a vector an element.</summary>
    private bool IsLaneArray(string memory) => _arrays.TryGetValue(memory, out ArrayDecl? a) && !a.Shared && _uniformity.IsVarying(memory);

    private string LaneIndex(Expr index) =>
        $"{(index.Type.Bytes() == 8 ? $"Lanes{_lanes}.ToInt32({Vector(index)})" : $"({Vector(index)})")} * {_lanes} + Lanes{_lanes}.Ids";

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
        _ => $"(nint){Nested(e)}",
    };

    private string OffsetOperand(Expr e)
    {
        string text = Offset(e);
        return text.Contains(' ') || text.StartsWith("-", StringComparison.Ordinal) ? $"({text})" : text;
    }
}
