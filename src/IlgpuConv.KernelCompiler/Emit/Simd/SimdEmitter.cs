using IlgpuConv.KernelCompiler.Emit.Lanes;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Simd;

/// <summary>Writes the vector form of a kernel in C#, over <c>Vector512</c>, <c>Vector256</c> or <c>Vector128</c>.</summary>
internal sealed class SimdEmitter : LaneEmitter
{
    private SimdEmitter(KernelIr kernel, int lanes, IndentedWriter writer)
        : base(new CSharp(), kernel, lanes, writer)
    {
    }

    public static void Emit(KernelIr prepared, int lanes, IndentedWriter writer, string method, string argumentsType) =>
        new SimdEmitter(prepared, lanes, writer).Method(prepared, method, argumentsType);

    private void Method(KernelIr kernel, string method, string argumentsType)
    {
        Writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Writer.Open($"internal static void {method}(byte* args, GroupRange* range)");
        // A call without groups compiles the method and reads nothing.
        Writer.Line("if (range->Start >= range->End) return;");
        KernelText.Arguments(Writer, kernel, argumentsType);
        Writer.Line("int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;");
        Groups(kernel, () =>
        {
            Writer.Line("int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);");
            Writer.Line("int gridZ = (int)(range->Start / gridDimX / gridDimY);");
            Writer.Open("for (long groups = range->End - range->Start; groups > 0; groups--)");
        });
        Writer.Close();
    }

    protected override string LaneIds => $"Lanes{Lanes}.Ids";

    protected override string AllSet => $"{VectorType(IrType.Bool)}.AllBitsSet";

    protected override string VectorType(IrType type) => $"{Class(type)}<{Element(type)}>";

    protected override void PrefetchOf(string memory, string offset) => Writer.Line($"CacheLine.Prefetch({memory} + ({offset}));");

    protected override string ViewPointer(IrType type) => $"{type.CSharp()}*";

    protected override string ArrayOf(string type, string name, int length) => $"{type}* {name} = stackalloc {type}[{length}];";

    protected override string Zero(IrType type) => $"{VectorType(type)}.Zero";

    protected override string Splat(IrType type, string scalar) => $"{Class(type)}.Create<{type.CSharp()}>({scalar})";

    protected override string LaneConstants(IrType type, IReadOnlyList<long> values) =>
        $"{Class(type)}.Create({string.Join(", ", values.Select(v => type == IrType.I64 ? $"{v}L" : $"{v}"))})";

    protected override string PermuteLanes(IrType type, string value, IReadOnlyList<long> from)
    {
        IrType index = type.Bytes() == 8 ? IrType.I64 : IrType.I32;
        string bits = type.IsFloat() || type == index ? "" : type.Bytes() == 8 ? ".AsInt64()" : ".AsInt32()", back = bits == "" ? "" : $".As{Name(type)}()";
        return $"{Class(type)}.Shuffle({value}{bits}, {LaneConstants(index, from)}){back}";
    }

    protected override string AnyLane(string mask) => $"Lanes{Lanes}.Any({mask})";

    protected override string SelectLanes(IrType type, string mask, string yes, string no) => $"Lanes{Lanes}.Select({mask}, {yes}, {no})";

    protected override string CompareLanes(CompareOp op, IrType type, string left, string right)
    {
        string method = op switch
        {
            CompareOp.Lt => "LessThan",
            CompareOp.Le => "LessThanOrEqual",
            CompareOp.Gt => "GreaterThan",
            CompareOp.Ge => "GreaterThanOrEqual",
            _ => "Equals",
        };
        string mask = $"{Class(type)}.{method}({left}, {right})";
        mask = type.Bytes() == 8 ? $"Lanes{Lanes}.Narrow({mask}.AsInt64())" : $"{mask}.AsInt32()";
        return op == CompareOp.Ne ? $"~{mask}" : mask;
    }

    protected override string MinMaxLanes(BinaryOp op, IrType type, string left, string right) => $"{Class(type)}.{op}({left}, {right})";

    protected override string DivideLanes(BinaryOp op, IrType type, string left, string right, string mask) =>
        $"Lanes{Lanes}.{(op == BinaryOp.Div ? "Divide" : "Remainder")}({left}, {right}, {mask})";

    protected override string ShiftLanes(BinaryOp op, IrType type, string left, string right) =>
        $"Lanes{Lanes}.{(op == BinaryOp.Shl ? "ShiftLeft" : "ShiftRight")}({left}, {right})";

    protected override string ConvertLanes(IrType from, IrType to, string value) => (from, to) switch
    {
        (_, IrType.U8) => $"{(from == IrType.I32 ? $"({value})" : $"Lanes{Lanes}.ToInt32({value})")} & {Class(IrType.I32)}.Create<int>(255)",
        (IrType.I32, IrType.U32) => $"({value}).AsUInt32()",
        (IrType.U32, IrType.I32) => $"({value}).AsInt32()",
        (IrType.I64, IrType.U64) => $"({value}).AsUInt64()",
        (IrType.U64, IrType.I64) => $"({value}).AsInt64()",
        (_, IrType.F32) => $"Lanes{Lanes}.ToFloat({value})",
        _ => $"Lanes{Lanes}.To{Name(to)}({value})",
    };

    protected override string BitCastLanes(IrType to, string operand) => $"{operand}.As{Name(to)}()";

    protected override string FmaLanes(IrType type, string left, string right, string addend) =>
        $"{Class(type)}.FusedMultiplyAdd({left}, {right}, {addend})";

    protected override string CallLanes(IrType type, string name, string arguments) => $"Lanes{Lanes}.{name}({arguments})";

    protected override string LoadLanes(IrType type, bool array, string at, string mask) => (type, mask) switch
    {
        (IrType.U8, "") => $"Lanes{Lanes}.LoadByte({at})",
        (IrType.U8, _) => $"Lanes{Lanes}.MaskLoadByte({at}, {mask})",
        (_, "") => $"{Class(type)}.Load<{type.CSharp()}>({at})",
        _ => $"Lanes{Lanes}.MaskLoad({at}, {mask})",
    };

    protected override string StoreLanes(IrType type, bool array, string at, string mask, string value) => (type, mask) switch
    {
        (IrType.U8, "") => $"Lanes{Lanes}.StoreByte({at}, {value});",
        (_, "") => $"{Class(type)}.Store({value}, {at});",
        _ => $"Lanes{Lanes}.MaskStore{Byte(type)}({at}, {mask}, {value});",
    };

    protected override string GatherLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask) =>
        $"Lanes{Lanes}.Gather{Byte(type)}({memory}, {index}, {mask})";

    protected override string ScatterLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value) =>
        $"Lanes{Lanes}.Scatter{Byte(type)}({memory}, {index}, {mask}, {value});";

    protected override string GatherArray(IrType type, string memory, string index, string mask) =>
        $"Lanes{Lanes}.Gather(({Element(type)}*){memory}, {index}, {mask})";

    protected override string ScatterArray(IrType type, string memory, string index, string mask, string value) =>
        $"Lanes{Lanes}.Scatter(({Element(type)}*){memory}, {index}, {mask}, {value});";

    protected override string AtomicLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value) =>
        $"Lanes{Lanes}.AtomicAdd({memory}, {index}, {mask}, {value})";

    protected override string Special(SpecialKind kind) => kind == SpecialKind.Lane
        ? throw new InvalidOperationException("[compiler] the lane is not a scalar. Please report this kernel.")
        : char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString().Substring(1);

    /// <summary>The class of vectors of one element a lane: <c>Vector512</c> for 16 lanes of 4 bytes.</summary>
    private string Class(IrType type) => $"Vector{Lanes * (type.Bytes() == 8 ? 8 : 4) * 8}";

    private static string Element(IrType type) => type is IrType.U8 or IrType.Bool ? "int" : type.CSharp();

    private static string Byte(IrType type) => type == IrType.U8 ? "Byte" : "";

    private static string Name(IrType type) => type switch
    {
        IrType.I32 => "Int32",
        IrType.U32 => "UInt32",
        IrType.I64 => "Int64",
        IrType.U64 => "UInt64",
        IrType.F32 => "Single",
        _ => "Double",
    };
}
