using CommandLine;
using IlgpuConv.Runtime;
using Spectre.Console;

namespace IlgpuConv.Cli;

[Verb("devices", HelpText = "List the devices of this machine, and why the others are absent.")]
internal sealed class DevicesVerb : Verb
{
    public override int Run(Screen screen, CancellationToken stop)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("device", "what it is", "lanes", "threads", "memory");
        foreach (DeviceEntry entry in Devices.All)
        {
            if (!entry.IsPresent)
            {
                table.AddRow(entry.Id, $"absent: {entry.AbsentBecause}", "", "", "");
                continue;
            }

            Device device = Devices.Get(entry.Id);
            DeviceCapabilities can = device.Capabilities;
            table.AddRow(device.Id, device.Name, $"{can.Lanes}", $"{can.Threads}", $"{can.MaxMemory / (double)(1 << 30):0.0} GiB");
        }

        screen.Table(table);
        return ExitCode.Done;
    }
}
