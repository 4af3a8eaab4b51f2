// The bridge beside the built-in devices: loading a kernel, launching one, and a convolution of 64 to 64 channels, 56 x 56, kernel 3.
// Run it with: dotnet run -c Release examples/ilgpu/02-measure.cs
#:project ../../src/IlgpuConv.Ilgpu/IlgpuConv.Ilgpu.csproj

using System.Diagnostics;
using IlgpuConv.Autograd;
using IlgpuConv.Ilgpu;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

const double Flops = 2.0 * 64 * 64 * 9 * 56 * 56;

IlgpuDevices.Register();
foreach (DeviceEntry entry in Devices.All) Console.WriteLine($"{entry.Id,-14} {entry.AbsentBecause ?? "present"} {entry.Name}");
Console.WriteLine($"{"device",-12} {"first step",12} {"next step",12} {"launch",12} {"convolution",14}");
foreach (string id in Devices.All.Where(entry => entry.IsPresent).Select(entry => entry.Id))
{
    Device device = Devices.Get(id);
    double first = Seconds(() => Step(device)), next = Seconds(() => Step(device));
    double launch = Launch(device), convolution = Convolution(device);
    string loaded = device is IlgpuDevice ilgpu ? $", {ilgpu.KernelsLoaded} kernels loaded" : "";
    Console.WriteLine($"{id,-12} {first * 1e3,9:0.0} ms {next * 1e3,9:0.0} ms {launch * 1e6,9:0.0} us {Flops / convolution * 1e-9,7:0.0} GFLOP/s{loaded}");
}

// One training step of a small network: the first one loads every kernel of it.
static void Step(Device device)
{
    using var scope = new TensorScope();
    Tensor x = Tensor.Uniform([2, 3, 12, 12], -1, 1, new RandomGenerator(1), device: device);
    Tensor w = Tensor.Uniform([16, 3, 3, 3], -1, 1, new RandomGenerator(2), device: device, order: MemoryOrder.Filter);
    x.RequiresGrad = w.RequiresGrad = true;
    x.Conv2d(w, padding: 1).Relu().Sum().Backward();
    device.Synchronize();
}

// The smallest operation: one number through a rectifier.
static double Launch(Device device)
{
    const int Count = 2000;
    using var noGrad = new NoGrad();
    using Tensor x = Tensor.Full([1], 1, device: device);
    Launches(20);
    return Seconds(() => Launches(Count)) / Count;

    void Launches(int count)
    {
        for (int i = 0; i < count; i++) x.Relu().Dispose();
        device.Synchronize();
    }
}

static double Convolution(Device device)
{
    using var scope = new TensorScope();
    using var noGrad = new NoGrad();
    Tensor x = Tensor.Uniform([1, 64, 56, 56], -1, 1, new RandomGenerator(1), device: device);
    Tensor w = Tensor.Uniform([64, 64, 3, 3], -1, 1, new RandomGenerator(2), device: device, order: MemoryOrder.Filter);
    double best = double.MaxValue;
    var clock = Stopwatch.StartNew();
    for (int i = 0; i < 3 || (clock.Elapsed.TotalSeconds < 2 && i < 200); i++)
    {
        best = Math.Min(best, Seconds(() =>
        {
            x.Conv2d(w, padding: 1).Dispose();
            device.Synchronize();
        }));
    }
    return best;
}

static double Seconds(Action work)
{
    long began = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(began).TotalSeconds;
}
