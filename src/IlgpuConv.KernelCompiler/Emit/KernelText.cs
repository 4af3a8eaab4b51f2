using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>What the C# emitters share: how a kernel's arguments become locals.</summary>
internal static class KernelText
{
    /// <summary>Writes the locals that hold the views and the scalar parameters that the body reads.</summary>
    public static void Arguments(IndentedWriter writer, KernelIr kernel, string argumentsType)
    {
        List<Expr> all = [.. Walk.AllExpressions(kernel.Body)];
        HashSet<string> memories = [.. Walk.Memories(kernel.Body)];
        var lengths = new HashSet<string>(all.OfType<ViewLength>().Select(l => l.View));
        writer.Line($"var block_ = ({argumentsType}*)args;");
        foreach (IrParameter p in kernel.Parameters.Where(p => p.Kind is ParameterKind.View or ParameterKind.Workspace))
        {
            if (memories.Contains(p.Name)) writer.Line($"{p.Type.CSharp()}* {p.Name} = ({p.Type.CSharp()}*)block_->{p.Name}.Handle + block_->{p.Name}.Offset;");
            if (lengths.Contains(p.Name)) writer.Line($"long {p.Name.TrimStart('@')}_length = block_->{p.Name}.Length;");
        }
        foreach (IGrouping<string, ParamRef> p in all.OfType<ParamRef>().GroupBy(p => p.Path).OrderBy(g => g.Key, StringComparer.Ordinal))
            writer.Line($"{p.First().Type.CSharp()} {ScalarText.ParameterLocal(p.Key)} = block_->{p.Key};");
    }
}
