using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>The diagnostics. Blocks of ids: 1xx declarations, 2xx language, 3xx calls, 4xx control and constants, 5xx ILGPU, 9xx faults.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor KernelShape = Rule("ICK101", "A kernel is a static void method of a non-generic static class",
        "Kernel '{0}' must be a static, non-generic, void method with a body, in a non-generic static class that stands in a namespace; neither may be private");

    public static readonly DiagnosticDescriptor ParameterType = Rule("ICK102", "A kernel parameter has a type of the kernel language",
        "Parameter '{0}' has type '{1}'; use ArrayView<T> of a primitive, a scalar (int, uint, long, ulong, float, double), or a readonly struct of scalars");

    public static readonly DiagnosticDescriptor StructField = Rule("ICK103", "A struct argument holds integers only",
        "Field '{0}' of struct '{1}' has type '{2}'; a struct argument holds int, uint, long or ulong, and floating-point values are parameters of their own, so that the double twin can widen them");

    public static readonly DiagnosticDescriptor Twin = Rule("ICK104", "A kernel that looks at the bits of a float names its double twin",
        "Kernel '{0}' {1}");

    public static readonly DiagnosticDescriptor Language = Rule("ICK201", "Outside the kernel language",
        "{0} is not in the kernel language; {1}");

    public static readonly DiagnosticDescriptor ValueType = Rule("ICK202", "A value has a type of the kernel language",
        "Type '{0}' is not in the kernel language; values are float, double, int, uint, long, ulong, and bool as a local");

    public static readonly DiagnosticDescriptor NestedAssignment = Rule("ICK203", "An assignment is a statement of its own",
        "An assignment inside an expression is not in the kernel language; write it as a statement before");

    public static readonly DiagnosticDescriptor NoBody = Rule("ICK301", "A kernel calls only methods whose source is in its assembly",
        "'{0}' has no source here to inline; {1}");

    public static readonly DiagnosticDescriptor Recursion = Rule("ICK302", "A kernel helper does not call itself",
        "'{0}' calls itself; helpers are inlined, so write a loop");

    public static readonly DiagnosticDescriptor NotConstant = Rule("ICK401", "A constant is needed",
        "{0} must be a constant after inlining and unrolling");

    public static readonly DiagnosticDescriptor DivergentBarrier = Rule("ICK402", "A barrier under lane-varying control",
        "Not every lane of the group comes to this barrier, because its control depends on the lane; a GPU would hang: move it out of the condition or loop");

    public static readonly DiagnosticDescriptor Refused = Rule("ICK501", "ILGPU refuses it",
        "ILGPU 1.5.3 does not take '{0}'; {1}");

    public static readonly DiagnosticDescriptor ByReference = Rule("ICK502", "A kernel takes its parameters by value",
        "Parameter '{0}' is passed by {1}, which ILGPU refuses for a kernel; pass it by value (helpers may take it by reference)");

    public static readonly DiagnosticDescriptor IndexType = Rule("ICK503", "The index of a view is an int or a long",
        "The index '{0}' is a {1}, which ILGPU finds ambiguous; cast it to int or long");

    public static readonly DiagnosticDescriptor NamedArgument = Rule("ICK504", "Arguments of the kernel language have no names",
        "Argument '{0}' is named, and ILGPU has other parameter names; pass the arguments of '{1}' in order");

    public static readonly DiagnosticDescriptor LanguageName = Rule("ICK505", "A kernel file does not name the library of the kernel language",
        "A kernel file names '{0}', so it cannot be compiled against another one; put `<Using Include=\"{0}\" />` into the project file", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Fault = Rule("ICK901", "A fault of the kernel compiler", "{0}");

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        new(id, title, message, "IlgpuConv.Kernels", severity, isEnabledByDefault: true, helpLinkUri: $"docs/diagnostics/{id}.md");
}
