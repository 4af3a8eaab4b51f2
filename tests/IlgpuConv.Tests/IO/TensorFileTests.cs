using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

public sealed class TensorFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt8)]
    public void Every_type_and_order_comes_back(ElementType type)
    {
        using TensorScope scope = new();
        double[] values = [.. Enumerable.Range(0, 24).Select(i => (double)i)];
        SafeTensorsWriter writer = new();
        foreach (MemoryOrder order in Enum.GetValues<MemoryOrder>())
        {
            writer.Add(order.ToString(), Tensor.FromDoubles(values, [2, 3, 2, 2], type, order: order));
        }

        writer.Save(folder.File("x"));
        SafeTensorsFile file = SafeTensorsFile.Open(folder.File("x"));
        foreach (MemoryOrder order in Enum.GetValues<MemoryOrder>())
        {
            Tensor read = file.ReadTensor(order.ToString());
            Assert.Equal((type, new Shape(2, 3, 2, 2)), (read.Type, read.Shape));
            Assert.Equal(values, read.ToDoubles());
        }
    }

    [Fact]
    public void A_module_loads_what_it_saved()
    {
        using Pair first = new(1), second = new(2);
        first.Save(folder.File("x"));
        StateReport report = second.Load(SafeTensorsFile.Open(folder.File("x")));
        Assert.True(report.IsComplete);
        Assert.Equal([1f, 1, 1, 1, 1, 1], second.Weight.Value.ToArray<float>());
        Assert.Equal([1f, 1], second.Mean.Value.ToArray<float>());
    }

    [Fact]
    public void What_does_not_match_is_reported_and_left()
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("weight", [3, 2], [1, 2, 3, 4, 5, 6]);
        writer.Add<float>("bias", [2], [1, 2]);
        writer.Add<float>("optimizer.weight", [1], [1]);
        writer.Save(folder.File("x"));
        using Pair module = new(7);
        StateReport report = module.Load(SafeTensorsFile.Open(folder.File("x")), "optimizer.");
        Assert.Equal("0 loaded; missing: running_mean; unexpected: bias; mismatched: weight: [3, 2] for [2, 3]", report.ToString());
        Assert.All(module.Weight.Value.ToArray<float>(), value => Assert.Equal(7, value));
    }

    [Fact]
    public void Half_weights_load_into_floats()
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            """{"running_mean":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""");
        string path = folder.Write("x", [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, 0, 0x3C, 0, 0xC0]);
        using Pair module = new(7);
        Assert.Equal(["running_mean"], module.Load(SafeTensorsFile.Open(path)).Loaded);
        Assert.Equal([1f, -2], module.Mean.Value.ToArray<float>());
    }

    private sealed class Pair : Module
    {
        public Pair(double value)
        {
            Weight = AddParameter("weight", Tensor.Full([2, 3], value, order: MemoryOrder.Filter));
            Mean = AddBuffer("running_mean", Tensor.Full([2], value));
        }

        public Parameter Weight { get; }

        public ModuleBuffer Mean { get; }

        public override Tensor Forward(Tensor input) => input;
    }
}
