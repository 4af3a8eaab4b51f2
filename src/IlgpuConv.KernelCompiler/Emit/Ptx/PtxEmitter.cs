using System.Text;
using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>
/// Writes a kernel as PTX: a thread is a lane, a block of threads a group, and the grid of blocks is that of the launch. Every instruction
/// rounds as IEEE 754 says, and the driver may not contract: the functions of numbers are made of such instructions too.
/// </summary>
internal sealed partial class PtxEmitter
{
    private readonly PtxWriter _w = new();
    private readonly PtxKnown _known = new();
    private readonly Dictionary<string, string> _locals = [];
    private readonly Dictionary<string, PtxMemory> _memory = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, Expr> _single;
    private readonly Uniformity _uniformity;
    private readonly PackedLayout _layout;

    private PtxEmitter(KernelIr kernel, PackedLayout layout)
    {
        _layout = layout;
        _single = Walk.SingleValues(kernel.Body);
        _uniformity = Uniformity.Of(kernel.Body);
    }

    /// <summary>The text of a kernel whose packed arguments lie as <paramref name="layout"/> says.</summary>
    public static string Emit(KernelIr kernel, PackedLayout layout)
    {
        kernel = Prepare(kernel);
        var emitter = new PtxEmitter(kernel, layout);
        emitter.Arguments(kernel);
        emitter.Block(kernel.Body);
        emitter._w.Do("ret");
        return emitter.Frame(kernel);
    }

    /// <summary>The views that the kernel writes, a bit each in the order of the parameters.</summary>
    public static ulong Written(KernelIr kernel)
    {
        HashSet<string> written = PtxMemory.Written(kernel.Body);
        ulong bits = 0;
        int index = 0;
        foreach (IrParameter p in kernel.Parameters.Where(PtxMemory.IsView))
        {
            if (written.Contains(p.Name)) bits |= 1ul << Math.Min(index, 63);
            index++;
        }
        return bits;
    }

    private static KernelIr Prepare(KernelIr kernel)
    {
        foreach ((string name, Func<KernelIr, KernelIr> pass) in Passes) kernel = IrVerifier.Verify(pass(kernel), name);
        return kernel;
    }

    private static IEnumerable<(string Name, Func<KernelIr, KernelIr> Pass)> Passes =>
    [
        ("partial unroll", k => Fold.Run(PartialUnroll.Run(k))),
        ("strength reduction", StrengthReduction.RunForOneLane),
        ("hoist", k => Hoist.Run(Fold.Run(k))),
    ];

    /// <summary>The name of the entry point: that of the method, changed where it could be a word of PTX.</summary>
    private static string EntryPoint(string name)
    {
        string plain = new([.. name.TrimStart('@').Select(c => c < 128 && (char.IsLetterOrDigit(c) || c == '_') ? c : '_')]);
        return char.IsUpper(plain[0]) ? plain : $"K_{plain}";
    }

    private string Frame(KernelIr kernel)
    {
        var text = new StringBuilder(".version 6.0\n.target sm_70\n.address_size 64\n\n");
        IrParameter[] views = [.. kernel.Parameters.Where(PtxMemory.IsView)];
        text.Append($".visible .entry {EntryPoint(kernel.Name)}(");
        for (int i = 0; i < views.Length; i++) text.Append($".param .u64 .ptr .global .align {views[i].Type.Bytes()} view{i}, ");
        text.Append($".param .align 8 .b8 packed[{_layout.Bytes}])\n{{\n");
        foreach (PtxMemory m in _memory.Values.Where(m => m.Bytes > 0)) text.Append($"    .{m.Space} .align 16 .b8 {m.Name}[{m.Bytes}];\n");
        foreach (string line in _w.Declarations()) text.Append(line).Append('\n');
        return text.Append(_w).Append("}\n").ToString();
    }

    /// <summary>Reads what the body uses of the arguments and of the lane's place in the grid.</summary>
    private void Arguments(KernelIr kernel)
    {
        List<Expr> all = Walk.AllExpressions(kernel.Body);
        HashSet<string> used = [.. Walk.Memories(kernel.Body)], written = PtxMemory.Written(kernel.Body);
        foreach (SpecialKind kind in all.OfType<Special>().Select(s => s.Kind).Distinct().OrderBy(k => k)) Place(kind);
        foreach (ViewLength x in all.OfType<ViewLength>().Distinct())
            _known.Add(x, Packed(IrType.I64, $"{x.View.TrimStart('@')}_length"));
        foreach (ParamRef x in all.OfType<ParamRef>().Distinct().OrderBy(p => p.Path, StringComparer.Ordinal))
            _parameters[x.Path] = Packed(x.Type, PackedLayout.Field(x.Path));
        int index = 0;
        foreach (IrParameter p in kernel.Parameters.Where(PtxMemory.IsView))
        {
            if (used.Contains(p.Name)) _memory[p.Name] = View(p, index, !written.Contains(p.Name));
            index++;
        }
        foreach (ArrayDecl x in Walk.All(kernel.Body).OfType<ArrayDecl>()) _memory[x.Name] = Array(x);
    }

    private string Packed(IrType type, string field)
    {
        PackedField f = _layout.Fields.First(f => f.Name == field);
        return Packed(type, f.Offset);
    }

    private string Packed(IrType type, int offset)
    {
        string register = _w.Register(type);
        _w.Do($"ld.param.{type.Memory()}", register, $"[packed+{offset}]");
        return register;
    }

    private void Place(SpecialKind kind)
    {
        // The header: First is the first group along y, and FirstZ that along z; a launch of more groups than the driver takes is several.
        string register = _w.Register(IrType.I32);
        switch (kind)
        {
            case SpecialKind.Lane: _w.Do("mov.u32", register, "%tid.x"); break;
            case SpecialKind.LaneCount: _w.Do("mov.u32", register, "%ntid.x"); break;
            case SpecialKind.GridX: _w.Do("mov.u32", register, "%ctaid.x"); break;
            case SpecialKind.GridY or SpecialKind.GridZ:
                string first = Packed(IrType.I32, kind == SpecialKind.GridY ? 0 : 44), within = _w.Register(IrType.I32);
                _w.Do("mov.u32", within, kind == SpecialKind.GridY ? "%ctaid.y" : "%ctaid.z");
                _w.Do("add.s32", register, first, within);
                break;
            default: _w.Do("ld.param.u32", register, $"[packed+{32 + 4 * (kind - SpecialKind.GridDimX)}]"); break;
        }
        _known.Add(new Special(kind), register);
    }
}
