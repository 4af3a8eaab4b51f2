using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Frontend;

/// <summary>What a C# symbol or operation stands for in the IR.</summary>
internal abstract record Binding;

/// <summary>A value that never changes.</summary>
internal sealed record ValueBinding(Expr Value) : Binding;

/// <summary>A local that statements may set.</summary>
internal sealed record LocalBinding(string Name, IrType Type) : Binding;

/// <summary>A view, or an array of <c>Length</c> elements.</summary>
internal sealed record MemoryBinding(string Name, IrType Type, int? Length) : Binding;

/// <summary>One element of a view or array, for a <c>ref</c> parameter.</summary>
internal sealed record ElementBinding(string Memory, IrType Type, Expr Index) : Binding;

/// <summary>A struct parameter of the kernel, or a struct inside it.</summary>
internal sealed record StructBinding(string Path) : Binding;
