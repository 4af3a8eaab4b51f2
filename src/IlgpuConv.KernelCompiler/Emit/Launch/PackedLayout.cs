using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Launch;

/// <summary>One value behind the header of the packed arguments: its name there, its type, and where the argument block has it.</summary>
internal sealed record PackedField(string Name, IrType Type, string Source, int Offset);

/// <summary>
/// The packed arguments of a kernel, as devices with a memory of their own take them: the header, offset and length of each view, and the
/// scalars that the kernel reads, large ones first, so that no language puts space between them.
/// </summary>
internal sealed class PackedLayout
{
    private const int HeaderBytes = 48;

    public PackedLayout(KernelIr kernel)
    {
        List<Expr> all = Walk.AllExpressions(kernel.Body);
        var fields = new List<(string Name, IrType Type, string Source)>();
        foreach (IrParameter p in kernel.Parameters.Where(p => p.Kind is ParameterKind.View or ParameterKind.Workspace))
        {
            fields.Add(($"{p.Name.TrimStart('@')}_offset", IrType.I64, $"{p.Name}.Offset"));
            fields.Add(($"{p.Name.TrimStart('@')}_length", IrType.I64, $"{p.Name}.Length"));
        }
        List<string> order = [.. kernel.Parameters.Select(p => p.Name)];
        IEnumerable<ParamRef> scalars = all.OfType<ParamRef>().GroupBy(p => p.Path).Select(g => g.First())
            .OrderByDescending(p => p.Type.Bytes()).ThenBy(p => order.IndexOf(p.Path.Split('.')[0])).ThenBy(p => p.Path, StringComparer.Ordinal);
        fields.AddRange(scalars.Select(p => (Field(p.Path), p.Type, p.Path)));
        int offset = HeaderBytes;
        foreach ((string name, IrType type, string source) in fields)
        {
            Fields.Add(new PackedField(name, type, source, offset));
            offset += type.Bytes();
        }
        Bytes = (offset + 7) / 8 * 8;
        UsesDouble = all.Any(e => e.Type == IrType.F64) || kernel.Parameters.Any(p => p.Type == IrType.F64)
            || Walk.All(kernel.Body).Any(s => s is ArrayDecl { Type: IrType.F64 });
    }

    public List<PackedField> Fields { get; } = [];

    public int Bytes { get; }

    public bool UsesDouble { get; }

    /// <summary>The name of a scalar among the packed arguments.</summary>
    public static string Field(string path) => path.TrimStart('@').Replace('.', '_') + "_";

    /// <summary>Writes the method that fills the packed arguments from the argument block.</summary>
    public void EmitPack(IndentedWriter w, string argumentsType)
    {
        w.Open("internal static void Pack(byte* args, byte* packed)");
        w.Line($"var block_ = ({argumentsType}*)args;");
        foreach (PackedField f in Fields) w.Line($"*({f.Type.CSharp()}*)(packed + {f.Offset}) = block_->{f.Source};");
        w.Close();
    }
}
