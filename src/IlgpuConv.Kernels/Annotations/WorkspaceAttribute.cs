namespace IlgpuConv.Annotations;

/// <summary>
/// Marks a view parameter of a kernel as the private workspace of one block of a chain. All stages of a chain that work on the same
/// block (the same <c>Grid.IdxZ</c>) see the same workspace; its contents do not outlive the block.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class WorkspaceAttribute : Attribute;
