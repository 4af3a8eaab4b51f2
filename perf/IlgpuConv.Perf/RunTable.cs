using System.Globalization;
using Spectre.Console;

namespace IlgpuConv.Perf;

/// <summary>Prints measurements: one row a case with all figures of one device, or a few rows with several devices as columns.</summary>
internal static class RunTable
{
    public static void Print(HarnessOutput output, PerfDevice[] devices, IReadOnlyList<PerfResult> results)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape($"{Machine.Name}, commit {Machine.Commit}")) };
        table.AddColumn("case");
        if (devices.Length == 1) AddFigures(table, results);
        else AddDevices(table, devices, results);
        output.Write(table, 60 + 30 * Math.Max(4, devices.Length));
        foreach (PerfDevice device in devices)
        {
            output.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{device.Id}: {device.Name}; at most {Statistics.Median(device.PeakGigaFlops):F1} GFLOP/s, {Statistics.Median(device.CopyGigaBytes):F1} GB/s; a launch takes {device.LaunchSeconds * 1e6:F2} µs, {device.AwaitedSeconds * 1e6:F2} µs when waited for"));
        }
        if (devices.Length > 1) PrintScaling(output, results);
    }

    private static void AddFigures(Table table, IReadOnlyList<PerfResult> results)
    {
        string[] columns = ["median µs", "GFLOP/s", "MB moved", "GB/s", "of a copy", "of the roofline", "images/s", "busy", "allocated"];
        (string Name, Func<PerfResult, string> Cell)[] all =
        [
            .. columns.Zip<string, Func<PerfResult, string>>(
            [
                m => Figure(m.Median * 1e6), m => Figure(m.GigaFlops), m => Figure(m.Bytes / 1e6, "F2"), m => Figure(m.GigaBytes), m => Figure(m.CopyShare, "P0"),
                m => Figure(m.Roofline, "P0"), m => Figure(m.ImagesPerSecond), m => Figure(m.Busy, "F2"), m => m.Allocated is { } bytes ? $"{bytes} B" : "",
            ]),
        ];
        (string Name, Func<PerfResult, string> Cell)[] used = [.. all.Where(column => results.Any(m => column.Cell(m).Length > 0))];
        foreach ((string name, _) in used) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (PerfResult m in results) table.AddRow([Title(m), .. used.Select(column => column.Cell(m))]);
    }

    private static void AddDevices(Table table, PerfDevice[] devices, IReadOnlyList<PerfResult> results)
    {
        table.AddColumn("");
        foreach (PerfDevice device in devices) table.AddColumn(new TableColumn(Markup.Escape($"{device.Id} ({device.Threads})")).RightAligned());
        foreach (IGrouping<(string Rung, string Name), PerfResult> subject in results.GroupBy(m => (m.Rung, m.Name)))
        {
            AddRow("µs", m => Figure(m.Median * 1e6));
            AddRow("GFLOP/s", m => Figure(m.GigaFlops));
            AddRow("GB/s", m => Figure(m.GigaBytes));
            AddRow("of a copy", m => Figure(m.CopyShare, "P0"));
            AddRow("of the roofline", m => Figure(m.Roofline, "P0"));
            AddRow("images/s", m => Figure(m.ImagesPerSecond));

            void AddRow(string unit, Func<PerfResult, string> figure)
            {
                if (subject.All(m => figure(m).Length == 0)) return;
                string[] cells = [.. devices.Select(device => subject.FirstOrDefault(m => m.Device == device.Id && m.Threads == device.Threads) is { } m ? figure(m) : "")];
                table.AddRow([unit == "µs" ? Title(subject.First()) : "", unit, .. cells]);
            }
        }
    }

    /// <summary>How many times faster each case is with more threads, and how many processors that keeps busy.</summary>
    private static void PrintScaling(HarnessOutput output, IReadOnlyList<PerfResult> results)
    {
        foreach (IGrouping<(string Rung, string Name, string Device), PerfResult> subject in results.GroupBy(m => (m.Rung, m.Name, m.Device)))
        {
            PerfResult[] byThreads = [.. subject.OrderBy(m => m.Threads)];
            foreach (PerfResult more in byThreads.Skip(1))
            {
                output.Out.WriteLine(FormattableString.Invariant(
                    $"{subject.Key.Name}: {byThreads[0].Threads} to {more.Threads} threads {byThreads[0].Median / more.Median:F2} times as fast, {more.Busy:F2} processors busy"));
            }
        }
    }

    private static string Title(PerfResult m) => Markup.Escape(m.Rung == "operations" ? m.Name : $"{m.Name} ({m.Rung})");

    private static string Figure(double value, string format = "F1") => value > 0 && double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
