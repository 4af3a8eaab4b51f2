using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.PtxMachine;
using IlgpuConv.Runtime;
using IlgpuConv.Runtime.Tests;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Inference;

/// <summary>
/// Networks after steps of training, compiled: as far from the forward in double as the forward in float may be,
/// <c>8 |float - double| + 4 ulp</c> of the largest.
/// </summary>
public class CompiledNetworkTests
{
    private static readonly Dictionary<string, (Func<Device, Module> Make, int Channels, int Size, int Classes)> s_networks = Networks();

    public static TheoryData<string, int> Names
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in s_networks.Keys.Where(name => name is not ("dynamic" or "soft-radius")))
            {
                data.Add(name, 1);
                data.Add(name, 3);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_on_cpu(string name, int batch) => Check(name, batch, Devices.Get("cpu"));

    [Theory]
    [InlineData("dynamic-small", 3)]
    [InlineData("resnet", 1)]
    [InlineData("mobilenet", 1)]
    public void Compiled_on_reference(string name, int batch) => Check(name, batch, Devices.Get("reference"));

    [OpenClTheory]
    [MemberData(nameof(Names))]
    public void Compiled_on_opencl(string name, int batch) => Check(name, batch, Devices.Get("opencl:0"));

    [Theory]
    [InlineData("dynamic-small", 3)]
    [InlineData("resnet", 1)]
    public void Compiled_on_cuda_is_one_captured_sequence(string name, int batch)
    {
        using CudaDevice device = FakeCuda.Open(machine: new FakeMachine());
        Check(name, batch, device);
    }

    [Fact]
    public void A_layer_whose_field_follows_the_image_is_refused()
    {
        (Func<Device, Module> make, int channels, int size, _) = s_networks["soft-radius"];
        using Module network = make(Devices.Get("cpu"));
        Assert.Equal(
            "[inference] a compiled network cannot look at numbers on the way. Got a read of 12 bytes in the forward, after reshape.",
            Assert.Throws<NotSupportedException>(() => network.Eval().Compile([3, channels, size, size])).Message);
    }

    private static void Check(string name, int batch, Device device)
    {
        (Func<Device, Module> make, int channels, int size, int classes) = s_networks[name];
        using var scope = new TensorScope();
        Device host = Devices.Get("cpu");
        using Module network = make(host);
        Train(network, channels, size, classes, host);
        network.Eval();
        double[] numbers = Tensor.Uniform([batch, channels, size, size], -1, 1, new RandomGenerator(3)).ToDoubles();
        Tensor On(Device at, ElementType type) => Tensor.FromDoubles(numbers, [batch, channels, size, size], type, at);

        double[] single = network.Forward(On(host, ElementType.Float32)).ToDoubles();
        network.To(device);
        using CompiledModule compiled = network.Compile([batch, channels, size, size]);
        double[] actual = compiled.Run(On(device, ElementType.Float32)).ToDoubles();
        double[] again = compiled.Run(compiled.Input).ToDoubles();
        network.To(host).To(ElementType.Float64);
        double[] exact = network.Forward(On(host, ElementType.Float64)).ToDoubles();

        double bound = 8 * exact.Zip(single, (e, s) => Math.Abs(e - s)).Max() + 4 * ElementTypeNames.Ulp(ElementType.Float32, exact.Max(Math.Abs));
        double worst = exact.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= bound, $"{name}: off by {worst:G3}, tolerance {bound:G3}");
        Assert.Equal(actual, again);
        Assert.True(compiled.WorkspaceBytes <= compiled.UnplannedBytes + 64 * 200);
    }

    /// <summary>Two steps move the running statistics away from where they begin.</summary>
    private static void Train(Module network, int channels, int size, int classes, Device device)
    {
        network.Train();
        using var optimizer = new Sgd(network, 0.01);
        for (int step = 0; step < 2; step++)
        {
            using var scope = new TensorScope();
            Tensor x = Tensor.Normal([4, channels, size, size], 0.5, 2, new RandomGenerator((ulong)step), device: device);
            Tensor loss = network.Forward(x).SoftmaxCrossEntropy(Tensor.FromArray([.. Enumerable.Range(0, 4).Select(i => i % classes)], [4], device));
            optimizer.ClearGradients();
            loss.Backward();
            optimizer.Step();
        }
    }

    private static Dictionary<string, (Func<Device, Module>, int, int, int)> Networks()
    {
        var networks = new Dictionary<string, (Func<Device, Module>, int, int, int)>();
        foreach (ModelEntry entry in ModelCatalog.Entries.Where(entry => !entry.IsLarge))
        {
            (int channels, int height, int width) = entry.Image;
            networks[entry.Name] = (device => entry.Create(channels, height, width, entry.Classes, new RandomGenerator(1), device), channels, height, entry.Classes);
        }
        networks["resnet"] = (
            device => new ResNet(new ResNetOptions { IsBottleneck = true, Blocks = [1, 1, 1, 1], Width = 16, Classes = 10 }, new RandomGenerator(1), device), 3, 32, 10);
        networks["mobilenet"] = (
            device => new MobileNetV2(new MobileNetV2Options { Width = 0.25, Classes = 10 }, new RandomGenerator(1), device), 3, 32, 10);
        return networks;
    }
}
