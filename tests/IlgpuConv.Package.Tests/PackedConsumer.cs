using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace IlgpuConv.Package.Tests;

/// <summary>Packs the library into a folder and builds the consumer there, outside the solution; once for all tests of the class.</summary>
public sealed class PackedConsumer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ilgpuconv-consumer").FullName;

    public PackedConsumer()
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, "consumer")).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        string library = Path.Combine(Setting("RepositoryRoot"), "src/IlgpuConv");
        (int code, Pack) = Dotnet(_folder, "pack", library, "--no-build", "-p:BuildProjectReferences=false", "-c", Setting("Configuration"), "-o", Path.Combine(_folder, "feed"));
        if (code != 0) return;
        using ZipArchive package = ZipFile.OpenRead(Directory.GetFiles(Path.Combine(_folder, "feed"), "*.nupkg").Single());
        Files = [.. package.Entries.Select(entry => entry.FullName)];
        (code, Build) = Dotnet(project, "build", "-c", "Release", "--disable-build-servers");
        if (code == 0) (_, Run) = Dotnet(project, Path.Combine("bin", "Release", "net10.0", "Consumer.dll"));
    }

    /// <summary>What packing, building and running wrote; a step is empty if the one before it failed.</summary>
    public string Pack { get; } = "";

    public string Build { get; } = "";

    public string Run { get; } = "";

    public string[] Files { get; } = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Setting(string name) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;

    private static (int Code, string Output) Dotnet(string folder, params string[] args)
    {
        ProcessStartInfo start = new("dotnet", args)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };

        // The test host's own build settings must not reach this build.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
