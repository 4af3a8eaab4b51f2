using CommandLine;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

/// <summary>What the verbs that compute have in common: the device.</summary>
internal abstract class DeviceVerb : Verb
{
    [Option("device", Default = "cpu", MetaValue = "NAME", HelpText = "The device to compute on; 'ilgpuconv devices' lists them.")]
    public string DeviceName { get; set; } = "";

    [Option("threads", MetaValue = "N", HelpText = "Threads of the cpu device; by default one a core. The results are the same for any number.")]
    public int? Threads { get; set; }

    /// <summary>The chosen device; it lives as long as the process.</summary>
    protected Device OpenDevice()
    {
        string[] known = [.. Devices.All.Select(entry => entry.Id)];
        if (!known.Contains(DeviceName)) throw new UsageException($"unknown device '{DeviceName}'. {Suggestion.For(DeviceName, known)}");
        if (Threads is not { } threads) return Devices.Get(DeviceName);
        if (DeviceName != "cpu") throw new UsageException($"--threads is for the cpu device only. Got --device {DeviceName}.");
        if (threads is < 1 or > 1024) throw new UsageException($"--threads must be 1 to 1024. Got {threads}.");
        return new CpuDevice(threads);
    }
}
