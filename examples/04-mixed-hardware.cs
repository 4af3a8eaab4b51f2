// The best device of the machine, the same answer on another one, and what to do when a device fails.
// Run it with: dotnet run examples/04-mixed-hardware.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

foreach (DeviceEntry entry in Devices.All) Console.WriteLine($"{entry.Id,-10} {entry.AbsentBecause ?? "present"} {entry.Name}");

// A network, made on the processor, and its answers there.
Device cpu = Devices.Get("cpu");
var random = new RandomGenerator(seed: 1);
using var model = new Sequential(
    new Conv2d(1, 16, 3, padding: 1, generator: random), new Relu(), new MaxPool2d(2),
    new Flatten(), new Linear(16 * 4 * 4, 10, generator: random));
float[] images = [.. Enumerable.Range(0, 4 * 64).Select(i => MathF.Sin(i))];
float[] expected = Answers(cpu);

// The same module on other devices of this process: the best one, and OpenCL where there is any. Both keep running side by side.
foreach (string name in new[] { Devices.Best().Id, "opencl" }.Distinct())
{
    (Device device, float[] answers) = OrOnProcessor(name);
    float largest = expected.Zip(answers, (a, b) => MathF.Abs(a - b)).Max();
    if (largest > 1e-5f) throw new InvalidOperationException($"{device.Id} answers otherwise: off by {largest}");
    Console.WriteLine($"{name}: answered by {device.Id} ({device.Name}), as on cpu");
}

// A device can be absent, run out of memory, or fail in its driver. The network then goes on where it always can.
(Device Device, float[] Answers) OrOnProcessor(string name)
{
    try
    {
        Device device = Devices.Get(name);
        return (device, Answers(device));
    }
    catch (Exception fault) when (fault is ArgumentException or DeviceMemoryException or OpenClException or KernelFaultException)
    {
        Console.WriteLine($"{name} fails, so cpu takes over: {fault.Message.Split('\n')[0]}");
        return (cpu, Answers(cpu));
    }
}

float[] Answers(Device device)
{
    using var scope = new TensorScope();
    model.To(device);
    return model.Forward(Tensor.FromArray<float>(images, [4, 1, 8, 8], device)).ToArray<float>();
}
