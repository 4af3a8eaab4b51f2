using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ilgpu;

/// <summary>
/// Writes the scalar form of a kernel over ILGPU's types: inlined, unrolled, arrays turned into locals. A workspace is one slice a block
/// of a slab: the launch says how large a slice is, how far apart they lie, and which block is the first.
/// </summary>
internal sealed class IlgpuScalarEmitter : ItemEmitter
{
    /// <summary>What follows the parameters of a kernel that has a workspace.</summary>
    public const string WorkspaceParameters = ", long blockBytes_, long strideBytes_, int first_";

    private const string Ilgpu = "global::ILGPU.";

    private readonly KernelIr _kernel;
    private readonly HashSet<string> _workspaces;

    private IlgpuScalarEmitter(KernelIr kernel, IndentedWriter writer)
        : base(new IlgpuCSharp(), writer)
    {
        _kernel = kernel;
        _workspaces = [.. kernel.Parameters.Where(p => p.Kind == ParameterKind.Workspace).Select(p => p.Name)];
    }

    public static void Emit(KernelIr kernel, IndentedWriter writer, string method)
    {
        var emitter = new IlgpuScalarEmitter(kernel, writer);
        writer.Open($"internal static void {method}({Parameters(kernel)})");
        emitter.Locals();
        foreach (ArrayDecl array in Walk.All(kernel.Body).OfType<ArrayDecl>()) emitter.Array(array);
        emitter.Block(kernel.Body);
        writer.Close();
    }

    /// <summary>The parameters as ILGPU takes them, in the order of the kernel's own.</summary>
    public static string Parameters(KernelIr kernel) =>
        string.Join(", ", kernel.Parameters.Select(p => $"{Type(p)} {p.Name}")) + (HasWorkspace(kernel) ? WorkspaceParameters : "");

    public static bool HasWorkspace(KernelIr kernel) => kernel.Parameters.Any(p => p.Kind == ParameterKind.Workspace);

    protected override string Barrier => $"{Ilgpu}Group.Barrier();";

    protected override string Special(SpecialKind kind) => Local(kind);

    protected override string At(string memory, Expr index)
    {
        string text = Scalar(index);
        if (_workspaces.Contains(memory)) text = $"{Bare(memory)}_base + {Nested(index)}";
        else if (index.Type is not (IrType.I32 or IrType.I64)) text = $"(long){Nested(index)}";
        return $"{memory}[{text}]";
    }

    protected override void Atomic(AtomicAdd x)
    {
        string add = $"{Ilgpu}Atomic.Add(ref {At(x.Memory, x.Index)}, {Scalar(x.Value)})";
        Writer.Line(x.Result is null ? $"{add};" : $"{x.Type.CSharp()} {x.Result} = {add};");
    }

    private static string Type(IrParameter p) => p.Kind switch
    {
        ParameterKind.View or ParameterKind.Workspace => $"{Ilgpu}ArrayView<{p.Type.CSharp()}>",
        ParameterKind.Struct => p.StructName,
        _ => p.Type.CSharp(),
    };

    private static string Local(SpecialKind kind) => kind switch
    {
        SpecialKind.Lane => "lane_",
        SpecialKind.LaneCount => "laneCount_",
        _ => char.ToLowerInvariant($"{kind}"[0]) + $"{kind}".Substring(1),
    };

    private string Place(SpecialKind kind) => kind switch
    {
        SpecialKind.Lane => $"{Ilgpu}Group.IdxX",
        SpecialKind.LaneCount => $"{Ilgpu}Group.DimX",
        SpecialKind.GridX => $"{Ilgpu}Grid.IdxX",
        SpecialKind.GridY => $"{Ilgpu}Grid.IdxY",
        SpecialKind.GridZ => $"{Ilgpu}Grid.IdxZ" + (_workspaces.Count > 0 ? " + first_" : ""),
        _ => $"{Ilgpu}Grid.{$"{kind}".Substring("Grid".Length)}",
    };

    /// <summary>What the body asks of its place and its parameters, once: on ILGPU's CPU accelerator each is a call.</summary>
    private void Locals()
    {
        List<Expr> all = Walk.AllExpressions(_kernel.Body);
        foreach (SpecialKind kind in all.OfType<Special>().Select(s => s.Kind).Distinct().OrderBy(kind => kind))
            Writer.Line($"int {Local(kind)} = {Place(kind)};");
        foreach (string workspace in _workspaces)
        {
            int bytes = _kernel.Parameters.First(p => p.Name == workspace).Type.Bytes();
            Writer.Line($"long {Bare(workspace)}_base = {Ilgpu}Grid.IdxZ * (strideBytes_ / {bytes});");
        }
        foreach (string view in all.OfType<ViewLength>().Select(l => l.View).Distinct())
        {
            IrParameter p = _kernel.Parameters.First(p => p.Name == view);
            Writer.Line($"long {Bare(view)}_length = {(_workspaces.Contains(view) ? $"blockBytes_ / {p.Type.Bytes()}" : $"{view}.Length")};");
        }
        foreach (IGrouping<string, ParamRef> p in all.OfType<ParamRef>().Where(p => p.Path.Contains('.')).GroupBy(p => p.Path).OrderBy(g => g.Key, StringComparer.Ordinal))
            Writer.Line($"{p.First().Type.CSharp()} {ParameterLocal(p.Key)} = {p.Key};");
    }

    private void Array(ArrayDecl x)
    {
        string type = x.Type.CSharp();
        Writer.Line(x.Shared
            ? $"{Ilgpu}ArrayView<{type}> {x.Name} = {Ilgpu}SharedMemory.Allocate<{type}>({x.Length});"
            : $"var {x.Name} = new {type}[{x.Length}];");
    }
}
