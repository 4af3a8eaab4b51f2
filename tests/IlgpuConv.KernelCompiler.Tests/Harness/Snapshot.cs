namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>
/// Texts kept beside the tests and compared exactly. <c>ILGPUCONV_ACCEPT=1 dotnet test tests/IlgpuConv.KernelCompiler.Tests</c> rewrites
/// them; the difference is then read in the commit.
/// </summary>
internal static class Snapshot
{
    public static void Match(string name, string text)
    {
        string path = Repository.At("tests", "IlgpuConv.KernelCompiler.Tests", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("ILGPUCONV_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.True(File.Exists(path), $"no snapshot {name}: accept it with ILGPUCONV_ACCEPT=1");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
