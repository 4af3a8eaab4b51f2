namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Where the repository lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The source files of a folder, without what is built there.</summary>
    public static IEnumerable<string> Sources(params string[] folder) => Directory.GetFiles(At(folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin")).Order(StringComparer.Ordinal);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "IlgpuConv.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no solution above the tests"));
}
