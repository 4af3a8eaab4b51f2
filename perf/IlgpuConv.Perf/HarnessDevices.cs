using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>Opens the devices of a command line.</summary>
internal static class HarnessDevices
{
    /// <summary>The devices that are named; the <c>cpu</c> device once for each number of threads.</summary>
    /// <param name="names">Names with commas, or <c>all</c>.</param>
    /// <param name="threads">Numbers of threads; none for one a processor.</param>
    /// <param name="warnings">Where more threads than processors are warned of.</param>
    /// <exception cref="ArgumentException">A device is absent, or a number out of range.</exception>
    public static List<Device> Open(string names, IEnumerable<int> threads, TextWriter warnings)
    {
        int[] counts = threads.Any() ? [.. threads.Distinct()] : [Environment.ProcessorCount];
        if (counts.FirstOrDefault(count => count is < 1 or > 1024, 1) is var wrong && wrong != 1)
            throw new ArgumentException($"[run] --threads must be 1 to 1024. Got {wrong}.");
        foreach (int count in counts.Where(count => count > Environment.ProcessorCount))
        {
            warnings.WriteLine(
                $"{count} threads on {Environment.ProcessorCount} processors: they take turns, and every launch waits for the last of them. More threads than processors are never faster.");
        }
        IEnumerable<string> chosen = names == "all"
            ? Devices.All.Where(entry => entry.IsPresent && entry.Id != "reference").Select(entry => entry.Id)
            : names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var devices = new List<Device>();
        foreach (string name in chosen)
            devices.AddRange(name == "cpu" ? counts.Select(count => (Device)new CpuDevice(count)) : [Devices.Get(name)]);
        return [.. devices.Distinct()];
    }
}
