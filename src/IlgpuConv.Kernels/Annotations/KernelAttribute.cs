namespace IlgpuConv.Annotations;

/// <summary>Marks a static method as a kernel: the compiler translates it for every device and writes its typed launch.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute : Attribute
{
    /// <summary>
    /// The name of the kernel of the same class that is the <c>double</c> twin of this one. By default the twin of a kernel that
    /// uses <c>float</c> is made from the same text; a kernel that looks at the bits of a <c>float</c> names its own.
    /// </summary>
    public string? Twin { get; init; }
}
