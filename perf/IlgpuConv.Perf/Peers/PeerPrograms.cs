using System.Diagnostics;

namespace IlgpuConv.Perf;

/// <summary>Finds the peers that this machine has, and says of the others how to install them.</summary>
internal static class PeerPrograms
{
    /// <summary>PyTorch, through a Python that has it.</summary>
    public static PeerProcess? Torch(string folder, Action<string> say)
    {
        string script = Path.Combine(folder, "torch_peer.py"), why = "";
        foreach (string python in (string[])["python3", "/usr/bin/python3", "python"])
            if (PeerProcess.Start(python, $"\"{script}\"", out why) is { } peer) return peer;
        say($"without PyTorch: {why} (Debian: python3-torch libopenblas0-openmp)");
        return null;
    }

    /// <summary>oneDNN, compiled for this machine.</summary>
    public static PeerProcess? OneDnn(string folder, string workFolder, Action<string> say)
    {
        string program = Path.Combine(workFolder, "onednn_peer");
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo(
                "g++", $"-O2 -march=native -fopenmp \"{Path.Combine(folder, "onednn_peer.cpp")}\" -ldnnl -o \"{program}\"") { RedirectStandardError = true })!;
            string log = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode == 0 && PeerProcess.Start(program, "", out log) is { } peer) return peer;
            say($"without oneDNN: {log.Split('\n')[0]} (Debian: g++ libdnnl-dev)");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            say($"without oneDNN: {fault.Message} (Debian: g++ libdnnl-dev)");
        }
        return null;
    }
}
