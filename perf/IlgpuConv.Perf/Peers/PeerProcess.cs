using System.Diagnostics;
using System.Text.Json;

namespace IlgpuConv.Perf;

/// <summary>A peer in a process of its own, which answers one request a line and sleeps between them.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>What the peer says of itself.</summary>
    public string Version { get; }

    /// <summary>Starts a peer.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="why">Why it did not start, if it did not.</param>
    /// <returns>The peer, or null.</returns>
    public static PeerProcess? Start(string file, string arguments, out string why)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The BLAS of some distributions takes a slow kernel on processors it does not know.
        start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        try
        {
            Process process = Process.Start(start)!;
            var errors = new List<string>();
            process.ErrorDataReceived += (_, line) =>
            {
                lock (errors)
                {
                    if (!string.IsNullOrWhiteSpace(line.Data)) errors.Add(line.Data);
                }
            };
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is { } hello)
            {
                why = "";
                return new PeerProcess(process, JsonDocument.Parse(hello).RootElement.GetProperty("version").GetString()!);
            }
            process.WaitForExit();
            lock (errors) why = errors.LastOrDefault() ?? $"exit code {process.ExitCode}";
            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            why = fault.Message;
        }
        return null;
    }

    /// <summary>Measures a layer: the median seconds of each variant that the peer has.</summary>
    /// <exception cref="InvalidOperationException">The peer ended.</exception>
    public Dictionary<string, double> Measure(PeerLayer layer, int threads, double seconds, string mode)
    {
        _process.StandardInput.WriteLine(FormattableString.Invariant($"{threads}\t{seconds}\t{mode}\t{layer.Request}"));
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"[peers] a peer must answer. Got the end of its output at {layer} with {threads} threads.");
        return JsonSerializer.Deserialize<Dictionary<string, double>>(answer)!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }
}
