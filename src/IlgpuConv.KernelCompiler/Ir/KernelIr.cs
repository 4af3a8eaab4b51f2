namespace IlgpuConv.KernelCompiler.Ir;

internal enum ParameterKind
{
    View,
    Workspace,
    Scalar,
    Struct,
}

/// <summary>A kernel parameter: a view or scalar of <c>Type</c>, or a struct with its C# name and the fields that the kernel reads.</summary>
internal sealed record IrParameter(ParameterKind Kind, IrType Type, string Name, string StructName);

/// <summary>A kernel: parameters and body, everything inlined.</summary>
internal sealed record KernelIr(string Name, IReadOnlyList<IrParameter> Parameters, IReadOnlyList<Stmt> Body);
