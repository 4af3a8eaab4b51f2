using Consumer;
using IlgpuConv.IO;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

LabelledImages digits = DigitsDataset.Load();
float[] pixels = new float[digits.ImageLength];
digits.CopyImage(0, pixels);
using Tensor image = Tensor.FromArray(pixels, [1, 1, 8, 8]);
Console.WriteLine($"images: {digits.Count}");
Console.WriteLine($"sum: {image.ToArray<float>().Sum() * 16}");
using Tensor twice = Tensor.FromArray([2f], [1, 1, 1, 1], order: MemoryOrder.Filter);
using Tensor doubled = image.Conv2d(twice);
Console.WriteLine($"convolved: {doubled.ToArray<float>().Sum() * 16}");

foreach (string name in (string[])["cpu", "reference"])
{
    Device device = Devices.Get(name);
    using Tensor x = Tensor.FromArray(pixels, [64], device), y = x.EmptyLike(), sums = Tensor.Zeros([64], device: device);
    HalveKernelsLaunch.HalveAndSum(device, new LaunchGrid(64), x.View, y.View, sums.View, 64);
    Console.WriteLine($"halved on {name}: {y.ToArray<float>().Sum() * 16}, {sums.ToArray<float>().Sum() * 16}");
}
