using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>What both forms of a kernel in OpenCL C begin with: the packed arguments and the signature.</summary>
internal static class OpenClFrame
{
    /// <summary>Writes everything up to the opening brace of the kernel, and the scalars that the body reads as locals.</summary>
    public static void Open(IndentedWriter w, KernelIr kernel, PackedLayout layout, Language language)
    {
        if (layout.UsesDouble) w.Line("#pragma OPENCL EXTENSION cl_khr_fp64 : enable");
        w.Line("#pragma OPENCL FP_CONTRACT OFF");
        w.Line("typedef struct");
        w.Open();
        w.Line("long first, end, groupsPerItem, workspaceStride;");
        w.Line("int dimX, dimY, dimZ, firstZ;");
        foreach (PackedField f in layout.Fields) w.Line($"{language.Type(f.Type)} {f.Name};");
        w.Close(" Packed;");
        w.Line();
        string views = string.Join("", Views(kernel).Select(p => $"global {language.Type(p.Type)}* {p.Name}_buffer, "));
        w.Open($"kernel void {kernel.Name}({views}const Packed packed)");
        HashSet<string> lengths = [.. Walk.AllExpressions(kernel.Body).OfType<ViewLength>().Select(l => l.View)];
        foreach (IrParameter p in Views(kernel).Where(p => lengths.Contains(p.Name))) w.Line($"const long {p.Name}_length = packed.{p.Name}_length;");
        foreach (IGrouping<string, ParamRef> p in Walk.AllExpressions(kernel.Body).OfType<ParamRef>().GroupBy(p => p.Path).OrderBy(g => g.Key, StringComparer.Ordinal))
            w.Line($"const {language.Type(p.First().Type)} {ScalarText.ParameterLocal(p.Key)} = packed.{PackedLayout.Field(p.Key)};");
        w.Line("const int gridDimX = packed.dimX, gridDimY = packed.dimY, gridDimZ = packed.dimZ;");
        foreach (IrParameter p in Used(kernel, ParameterKind.View)) w.Line($"global {language.Type(p.Type)}* {p.Name} = {p.Name}_buffer + packed.{p.Name}_offset;");
    }

    /// <summary>Writes the views of a chain's workspace, each block of groups its own part, once the place in the grid is known.</summary>
    public static void Workspaces(IndentedWriter w, KernelIr kernel, Language language)
    {
        foreach (IrParameter p in Used(kernel, ParameterKind.Workspace))
        {
            string type = $"global {language.Type(p.Type)}*";
            w.Line($"{type} {p.Name} = ({type})((global uchar*){p.Name}_buffer + (gridZ - packed.firstZ) * packed.workspaceStride) + packed.{p.Name}_offset;");
        }
    }

    private static IEnumerable<IrParameter> Views(KernelIr kernel) => kernel.Parameters.Where(p => p.Kind is ParameterKind.View or ParameterKind.Workspace);

    private static IEnumerable<IrParameter> Used(KernelIr kernel, ParameterKind kind)
    {
        HashSet<string> used = [.. Walk.Memories(kernel.Body)];
        return kernel.Parameters.Where(p => p.Kind == kind && used.Contains(p.Name));
    }
}
