using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

/// <summary>What the verbs that compute have in common: the device.</summary>
internal abstract class DeviceVerb : Verb
{
    [Option("device", Default = "cpu", MetaValue = "NAME",
        HelpText = "The device to compute on, by its id, kind or a part of its name; 'ilgpuconv devices' lists them.")]
    public string DeviceName { get; set; } = "";

    [Option("threads", MetaValue = "N", HelpText = "Threads of the cpu device; by default one a core. The results are the same for any number.")]
    public int? Threads { get; set; }

    [Option("tuning", MetaValue = "FILE", HelpText = "Let convolutions run as 'ilgpuconv tune' measured for this machine and device.")]
    public string? Tuning { get; set; }

    /// <summary>The chosen device, with the table of measurements; both live as long as the process.</summary>
    protected Device OpenDevice(Screen screen)
    {
        Device device = OpenPlainDevice();
        if (Tuning is null) return device;
        if (!File.Exists(Tuning)) throw new UsageException($"no file '{Tuning}' for --tuning. 'ilgpuconv tune' makes one.");
        ConvTuning tuning = ConvTuningFile.Load(Tuning, device);
        foreach (string warning in tuning.Warnings) screen.Error.WriteLine(warning);
        tuning.Attach();
        return device;
    }

    /// <summary>The chosen device without a table.</summary>
    protected Device OpenPlainDevice()
    {
        if (Threads is not { } threads) return Named(DeviceName);
        if (DeviceName != "cpu") throw new UsageException($"--threads is for the cpu device only. Got --device {DeviceName}.");
        if (threads is < 1 or > 1024) throw new UsageException($"--threads must be 1 to 1024. Got {threads}.");
        return new CpuDevice(threads);
    }

    private static Device Named(string name)
    {
        try
        {
            return Devices.Get(name);
        }
        catch (ArgumentException wrong)
        {
            string[] known = [.. Devices.All.Select(entry => entry.Id)];
            string kind = name.Split(':', '/')[0];
            if (known.Any(id => id.Split(':')[0] == kind) || Suggestion.Nearest(name, known) is not { } nearest) throw new UsageException(wrong.Message);
            throw new UsageException($"unknown device '{name}'. Did you mean '{nearest}'?");
        }
    }
}
