namespace IlgpuConv.Runtime;

/// <summary>One parameter of a compiled kernel.</summary>
/// <param name="Name">The name in the kernel's text.</param>
/// <param name="ByteOffset">Where the argument lies in the argument block.</param>
/// <param name="View">The element type when the parameter is a view, else null.</param>
/// <param name="IsWorkspace">Whether the view is a chain's private workspace.</param>
public sealed record KernelParameter(string Name, int ByteOffset, ElementType? View, bool IsWorkspace);
