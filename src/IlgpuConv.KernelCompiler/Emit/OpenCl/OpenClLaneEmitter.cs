using IlgpuConv.KernelCompiler.Emit.Lanes;
using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>
/// Writes the vector form of a kernel in OpenCL C, for devices that are processors: a group is one vector, and a work item runs a range of
/// groups. Loads and stores of some lanes, gathers and scatters are functions of the prelude that the device puts in front.
/// </summary>
internal sealed class OpenClLaneEmitter : LaneEmitter
{
    private OpenClLaneEmitter(KernelIr kernel, int lanes, IndentedWriter writer)
        : base(new OpenClC(), kernel, lanes, writer)
    {
    }

    /// <summary>The text of a prepared kernel whose packed arguments lie as <paramref name="layout"/> says.</summary>
    public static string Emit(KernelIr prepared, int lanes, PackedLayout layout)
    {
        var w = new IndentedWriter();
        new OpenClLaneEmitter(prepared, lanes, w).Write(prepared, layout);
        return w.ToString();
    }

    protected override string LaneIds => "LANE_IDS";

    protected override string AllSet => $"({VectorType(IrType.Bool)})(-1)";

    protected override string VectorType(IrType type) => $"{Element(type)}{Lanes}";

    protected override string ViewPointer(IrType type) => $"global {Language.Type(type)}*";

    protected override string ArrayOf(string type, string name, int length) => $"{type} {name}[{length}];";

    protected override string Zero(IrType type) => $"({VectorType(type)})(0)";

    protected override string Splat(IrType type, string scalar) => $"({VectorType(type)})({scalar})";

    protected override string LaneConstants(IrType type, IReadOnlyList<long> values) => $"({VectorType(type)})({string.Join(", ", values)})";

    protected override string PermuteLanes(IrType type, string value, IReadOnlyList<long> from) =>
        $"shuffle({value}, {LaneConstants(type.Bytes() == 8 ? IrType.U64 : IrType.U32, from)})";

    protected override string AnyLane(string mask) => $"any({mask})";

    protected override string SelectLanes(IrType type, string mask, string yes, string no) => $"select({no}, {yes}, {Mask(type, mask)})";

    protected override string CompareLanes(CompareOp op, IrType type, string left, string right)
    {
        string mask = $"(({left}) {Sign(op)} ({right}))";
        return type.Bytes() == 8 ? $"convert_int{Lanes}{mask}" : mask;
    }

    protected override string MinMaxLanes(BinaryOp op, IrType type, string left, string right) =>
        $"{(op == BinaryOp.Min ? "min" : "max")}{(type.IsFloat() ? $"_lanes_{Language.Type(type)}" : "")}({left}, {right})";

    protected override string DivideLanes(BinaryOp op, IrType type, string left, string right, string mask) =>
        $"({left}) {(op == BinaryOp.Div ? "/" : "%")} select(({VectorType(type)})(1), {right}, {Mask(type, mask)})";

    protected override string ShiftLanes(BinaryOp op, IrType type, string left, string right)
    {
        string by = type.Bytes() == 8 ? $"convert_{VectorType(type)}({right})" : type == IrType.U32 ? $"as_{VectorType(type)}({right})" : $"({right})";
        return $"({left}) {(op == BinaryOp.Shl ? "<<" : ">>")} {by}";
    }

    protected override string ConvertLanes(IrType from, IrType to, string value)
    {
        if (to == IrType.U8) return $"({(from == IrType.I32 ? value : ConvertLanes(from, IrType.I32, value))}) & 255";
        if (from.IsInteger() && to.IsInteger() && from.Bytes() == to.Bytes()) return $"as_{VectorType(to)}({value})";
        return $"convert_{VectorType(to)}{(from.IsFloat() && to.IsInteger() ? "_sat_rtz" : "")}({value})";
    }

    protected override string BitCastLanes(IrType to, string operand) => $"as_{VectorType(to)}({operand})";

    protected override string FmaLanes(IrType type, string left, string right, string addend) => $"fma({left}, {right}, {addend})";

    protected override string CallLanes(IrType type, string name, string arguments) =>
        name == "Rsqrt" ? $"(1 / sqrt({arguments}))"
        : name == "Pow" && type == IrType.F64 ? $"pow_lanes({arguments})"
        : $"{OpenClC.Function(name)}({arguments})";

    protected override string LoadLanes(IrType type, bool array, string at, string mask) => (type, mask) switch
    {
        (IrType.U8, "") => $"convert_int{Lanes}(vload{Lanes}(0, {at}))",
        (_, "") => $"vload{Lanes}(0, {at})",
        _ => $"load_{Space(array)}_{Language.Type(type)}({at}, {mask})",
    };

    protected override string StoreLanes(IrType type, bool array, string at, string mask, string value) => (type, mask) switch
    {
        (IrType.U8, "") => $"vstore{Lanes}(convert_uchar{Lanes}({value}), 0, {at});",
        (_, "") => $"vstore{Lanes}({value}, 0, {at});",
        _ => $"store_{Space(array)}_{Language.Type(type)}({at}, {mask}, {value});",
    };

    protected override string GatherLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask) =>
        $"gather_{Space(array)}_{Language.Type(type)}({memory}, {Long(indexType, index)}, {mask})";

    protected override string ScatterLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value) =>
        $"scatter_{Space(array)}_{Language.Type(type)}({memory}, {Long(indexType, index)}, {mask}, {value});";

    protected override string GatherArray(IrType type, string memory, string index, string mask) =>
        $"gather_private_{Element(type)}((private {Element(type)}*){memory}, {Long(IrType.I32, index)}, {mask})";

    protected override string ScatterArray(IrType type, string memory, string index, string mask, string value) =>
        $"scatter_private_{Element(type)}((private {Element(type)}*){memory}, {Long(IrType.I32, index)}, {mask}, {value});";

    protected override string AtomicLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value) =>
        $"add_{Space(array)}_{Language.Type(type)}({memory}, {Long(indexType, index)}, {mask}, {value})";

    protected override string AtomicFormer(IrType type, bool array, string add) => !array && type.Bytes() == 8 ? "former_" + add : add;

    protected override string Special(SpecialKind kind) => kind == SpecialKind.Lane
        ? throw new InvalidOperationException("[compiler] the lane is not a scalar. Please report this kernel.")
        : char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString().Substring(1);

    private void Write(KernelIr kernel, PackedLayout layout)
    {
        OpenClFrame.Open(Writer, kernel, layout, Language);
        Groups(
            kernel,
            () =>
            {
                Writer.Line("const long start = packed.first + (long)get_global_id(0) * packed.groupsPerItem;");
                Writer.Line("const long count = min(packed.groupsPerItem, packed.end - start);");
                Writer.Line("int gridX = (int)(start % gridDimX), gridY = (int)(start / gridDimX % gridDimY), gridZ = (int)(start / gridDimX / gridDimY);");
                Writer.Open("for (long group = 0; group < count; group++)");
            },
            () => OpenClFrame.Workspaces(Writer, kernel, Language));
        Writer.Close();
    }

    private string Element(IrType type) => type is IrType.U8 or IrType.Bool ? "int" : Language.Type(type);

    private static string Space(bool array) => array ? "private" : "global";

    private string Mask(IrType type, string mask) => type.Bytes() == 8 ? $"convert_long{Lanes}({mask})" : mask;

    private string Long(IrType from, string index) =>
        from is IrType.I64 ? index : from is IrType.U64 ? $"as_long{Lanes}({index})" : $"convert_long{Lanes}({index})";
}
