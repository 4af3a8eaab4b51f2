namespace IlgpuConv.Annotations;

/// <summary>Marks a parameter of a kernel helper whose argument must be a constant at every call, such as a tile size.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;
