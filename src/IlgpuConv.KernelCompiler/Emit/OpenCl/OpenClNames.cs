using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>Gives a kernel names that OpenCL C takes: words of that language and functions that the text calls are no names there.</summary>
internal static class OpenClNames
{
    private static readonly HashSet<string> s_words =
    [
        // C99 and OpenCL C 1.2 to 3.0
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto",
        "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch",
        "typedef", "union", "unsigned", "void", "volatile", "while", "bool", "half", "quad", "complex", "imaginary", "size_t", "ptrdiff_t",
        "intptr_t", "uintptr_t", "event_t", "sampler_t", "pipe", "generic", "kernel", "global", "local", "constant", "private", "uniform",
        "read_only", "write_only", "read_write", "true", "false", "uchar", "ushort", "uint", "ulong", "image1d_t", "image2d_t", "image3d_t",
        // functions and constants that the text uses
        "min", "max", "fma", "fabs", "sqrt", "exp", "log", "sin", "cos", "tanh", "pow", "floor", "ceil", "select", "any", "all", "isnan",
        "barrier", "get_group_id", "get_local_id", "get_local_size", "get_global_id", "NAN", "INFINITY", "INT_MIN", "LONG_MIN", "LANES",
        "group", "gridX", "gridY", "gridZ", "gridDimX", "gridDimY", "gridDimZ", "start", "count", "lane", "laneCount", "Packed", "packed",
    ];

    /// <summary>The kernel with every local, array and parameter renamed that could not keep its name.</summary>
    public static KernelIr Run(KernelIr kernel) => Names.Rename(kernel, Safe);

    private static string Safe(string name)
    {
        string bare = name.TrimStart('@');
        bool vectorType = bare.Length > 0 && s_words.Contains(bare.TrimEnd('0', '1', '2', '3', '4', '6', '8')) && char.IsDigit(bare[bare.Length - 1]);
        return s_words.Contains(bare) || vectorType || bare.StartsWith("as_", StringComparison.Ordinal) || bare.StartsWith("convert_", StringComparison.Ordinal)
            ? bare + "_v"
            : bare;
    }
}
