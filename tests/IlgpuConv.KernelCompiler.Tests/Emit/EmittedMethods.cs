using System.Reflection;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The vector and scalar methods that the compiler wrote into the library.</summary>
internal static class EmittedMethods
{
    public static IEnumerable<MethodInfo> All { get; } =
    [
        .. typeof(Tensors.Tensor).Assembly.GetTypes().Where(t => t.DeclaringType is { } owner && owner.Name.EndsWith("Launch", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.Name is "Vectors16" or "Vectors8" or "Vectors4"),
    ];
}
