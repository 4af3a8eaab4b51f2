using System.Globalization;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;
using Spectre.Console;

namespace IlgpuConv.Perf;

/// <summary>Prints measurements: one row a case; one device with all its figures, several as columns.</summary>
internal static class RunTable
{
    public static void Print(Device[] devices, List<PerformanceMeasurement> measured, LaunchOverhead[] overheads)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 60 + (30 * Math.Max(2, devices.Length));
        var table = new Table { Title = new TableTitle(Markup.Escape(Machine.Name)) };
        table.AddColumn("case");
        if (devices.Length == 1) AddFigures(table, measured);
        else AddDevices(table, devices, measured);
        AnsiConsole.Write(table);
        foreach (Device device in devices)
        {
            LaunchOverhead overhead = overheads.First(o => o.Device == device.Id);
            AnsiConsole.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{device.Id}: {device.Name}; a launch takes {overhead.Queued * 1e6:F2} µs, {overhead.Awaited * 1e6:F2} µs when waited for"));
        }
    }

    private static void AddFigures(Table table, List<PerformanceMeasurement> measured)
    {
        foreach (string column in (string[])["median µs", "GFLOP/s", "GB/s"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (PerformanceMeasurement m in measured)
            table.AddRow(Markup.Escape(m.Name), Figure(m.Seconds * 1e6), Figure(m.GigaFlops), Figure(m.GigaBytes));
    }

    private static void AddDevices(Table table, Device[] devices, List<PerformanceMeasurement> measured)
    {
        table.AddColumn("");
        foreach (Device device in devices) table.AddColumn(new TableColumn(Markup.Escape(device.Id)).RightAligned());
        foreach (IGrouping<string, PerformanceMeasurement> subject in measured.GroupBy(m => m.Name))
        {
            AddRow("µs", m => m.Seconds * 1e6);
            if (subject.Any(m => m.GigaFlops > 0)) AddRow("GFLOP/s", m => m.GigaFlops);
            else if (subject.Any(m => m.GigaBytes > 0)) AddRow("GB/s", m => m.GigaBytes);

            void AddRow(string unit, Func<PerformanceMeasurement, double> figure)
            {
                string[] cells = [.. devices.Select(device => subject.FirstOrDefault(m => m.Device == device.Id) is { } m ? Figure(figure(m)) : "wrong")];
                table.AddRow([unit == "µs" ? Markup.Escape(subject.Key) : "", unit, .. cells]);
            }
        }
    }

    private static string Figure(double value) => value > 0 ? value.ToString("F1", CultureInfo.InvariantCulture) : "";
}
