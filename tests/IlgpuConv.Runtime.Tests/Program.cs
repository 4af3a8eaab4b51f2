using System.Globalization;
using IlgpuConv.Runtime.Tests.Widths;

namespace IlgpuConv.Runtime.Tests;

/// <summary>What tests run in a process of its own: see <see cref="ChildProcess"/>, and <c>.ci/oclgrind</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["widths", var lanes] => WidthTests.RunWith(int.Parse(lanes, CultureInfo.InvariantCulture)),
        ["devices"] => ListDevices(),
        ["opencl-cache"] => UseCache(),
        ["faulty"] => RunFaulty(),
        ["tests", .. var names] => TestRun.Of(names),
        _ => 2,
    };

    private static int ListDevices()
    {
        foreach (DeviceEntry entry in Devices.All) Console.WriteLine($"{entry.Id}: {entry.AbsentBecause ?? "present"}");
        Console.WriteLine($"best: {Devices.Best()}");
        return 0;
    }

    /// <summary>Runs a kernel with a race and a write outside its buffer: only under a tool that stands between.</summary>
    private static int RunFaulty()
    {
        using OpenClDevice device = OpenClDevices.Open("items");
        using DeviceBuffer counters = device.Allocate(40);
        OpenClLaunchTests.Count(device, OpenClKernels.Faulty, counters.View(ElementType.Int32), new(64), 64);
        device.Synchronize();
        return 0;
    }

    private static int UseCache()
    {
        using OpenClDevice device = OpenClDevice.Open();
        (int built, int loaded) = OpenClCacheTests.Use(device);
        Console.WriteLine($"built {built}, loaded {loaded}");
        return 0;
    }
}
