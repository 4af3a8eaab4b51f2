using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>Writes the work-item form of a kernel in OpenCL C: one work item a lane, real barriers, shared arrays in local memory.</summary>
internal sealed class OpenClItemEmitter : ItemEmitter
{
    private readonly HashSet<string> _shared;

    private OpenClItemEmitter(KernelIr kernel, IndentedWriter writer)
        : base(new OpenClC(), writer)
    {
        _shared = [.. Walk.All(kernel.Body).OfType<ArrayDecl>().Where(a => a.Shared).Select(a => a.Name)];
    }

    /// <summary>The text of a kernel whose packed arguments lie as <paramref name="layout"/> says.</summary>
    public static string Emit(KernelIr kernel, PackedLayout layout)
    {
        var w = new IndentedWriter();
        new OpenClItemEmitter(kernel, w).Write(kernel, layout);
        return w.ToString();
    }

    protected override string Barrier => "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);";

    protected override string At(string memory, Expr index) => $"{memory}[{Scalar(index)}]";

    protected override string Special(SpecialKind kind) => kind switch
    {
        SpecialKind.Lane => "lane",
        SpecialKind.LaneCount => "laneCount",
        _ => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString().Substring(1),
    };

    protected override void Atomic(AtomicAdd x)
    {
        string space = _shared.Contains(x.Memory) ? "local" : "global", type = Language.Type(x.Type);
        string add = x.Type.Bytes() == 8
            ? $"add_{space}_{type}(&{At(x.Memory, x.Index)}, {Scalar(x.Value)})"
            : $"atomic_add((volatile {space} {type}*)&{At(x.Memory, x.Index)}, {Scalar(x.Value)})";
        Writer.Line(x.Result is null ? $"{add};" : $"{type} {x.Result} = {(x.Type.Bytes() == 8 ? "former_" : "")}{add};");
    }

    private void Write(KernelIr kernel, PackedLayout layout)
    {
        OpenClFrame.Open(Writer, kernel, layout, Language);
        foreach (ArrayDecl x in Walk.All(kernel.Body).OfType<ArrayDecl>())
            Writer.Line($"{(x.Shared ? "local " : "")}{Language.Type(x.Type)} {x.Name}[{x.Length}];");
        Writer.Line("const int lane = (int)get_local_id(0), laneCount = (int)get_local_size(0);");
        Writer.Line("const long group = packed.first + (long)get_group_id(0);");
        Writer.Line("const int gridX = (int)(group % gridDimX), gridY = (int)(group / gridDimX % gridDimY), gridZ = (int)(group / gridDimX / gridDimY);");
        OpenClFrame.Workspaces(Writer, kernel, Language);
        Block(kernel.Body);
        Writer.Close();
    }
}
