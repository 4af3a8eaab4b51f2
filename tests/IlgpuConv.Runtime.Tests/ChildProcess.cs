using System.Diagnostics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Runs this assembly's <c>Main</c> in a process of its own, with other environment variables.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command and returns what it prints; fails when its exit code is not 0.</summary>
    public static async Task<string> Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(DotnetHost(), ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(), error = child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode}\n{await output}{await error}");
        return await output;
    }

    /// <summary>The <c>dotnet</c> that runs this test; beside its runtime where the test host is a program of its own.</summary>
    private static string DotnetHost()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Path.GetFileName(Environment.ProcessPath) == name) return Environment.ProcessPath!;
        return Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
    }
}
