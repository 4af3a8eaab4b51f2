namespace IlgpuConv.Tests.Repository;

/// <summary>The source files of the repository, found from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>C# files that people wrote: no build output and no snapshots of generated text.</summary>
    public static IEnumerable<string> Sources(string folder = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(path =>
        {
            string[] parts = Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar);
            return !parts.Any(p => p is "bin" or "obj" or "Snapshots") && !parts.Any(p => p.StartsWith('.'));
        });

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "IlgpuConv.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no IlgpuConv.sln above {AppContext.BaseDirectory}");
    }
}
