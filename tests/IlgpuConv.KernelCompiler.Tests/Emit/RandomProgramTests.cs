using IlgpuConv.KernelCompiler.Emit;
using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;
using IlgpuConv.KernelCompiler.Roslyn;
using IlgpuConv.PtxMachine;
using IlgpuConv.Runtime;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Random kernels through the whole compiler: scalar C#, vector C# and PTX compute what the IR says, bit for bit.</summary>
public class RandomProgramTests
{
    private const int Count = 20;

    private static readonly Lazy<CompiledSource> s_source = new(() => CompiledSource.Of([.. Enumerable.Range(0, Count).SelectMany(seed =>
    {
        KernelIr kernel = Pipeline.Run(RandomKernel.Make(seed, $"Run{seed}"));
        var model = new KernelModel("Test", "K", "internal", kernel.Name, IrPrinter.Print(kernel), "", new([]));
        return new[] { LaunchEmitter.Emit(model, kernel), KernelForms.Emit(model) };
    })]));

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Vector_forms_compute_what_the_IR_says(int bits)
    {
        using var device = new CpuDevice(1, bits);
        Agree(device);
    }

    [Fact]
    public void Scalar_form_computes_what_the_IR_says()
    {
        using var device = new ReferenceDevice();
        Agree(device);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(64)]
    public void Ptx_computes_what_the_IR_says(int lanes)
    {
        using CudaDevice device = FakeCuda.Open(lanes);
        Agree(device);
    }

    private static void Agree(Device device)
    {
        for (int seed = 0; seed < Count; seed++)
        {
            KernelIr kernel = RandomKernel.Make(seed, $"Run{seed}");
            (Dictionary<string, double[]> memory, Dictionary<string, long> scalars) = PassSemanticsTests.Arguments();
            object[] arguments =
            [
                Array.ConvertAll(memory["x"], v => (float)v), Array.ConvertAll(memory["n"], v => (int)v), Array.ConvertAll(memory["y"], v => (float)v),
                Array.ConvertAll(memory["count"], v => (int)v), (int)scalars["u"], (int)scalars["items"],
            ];
            object[] got = KernelRun.On(device, s_source.Value, $"Run{seed}", new LaunchGrid(RandomKernel.Items), arguments);
            CompiledSource source = s_source.Value;
            int lanes = device.GroupSize((Kernel)source.Assembly.GetType("Test.KLaunch")!.GetMethod($"Run{seed}Kernel")!.Invoke(null, [ElementType.Float32])!);
            IrInterpreter.Run(kernel, RandomKernel.Items / lanes, lanes, memory, scalars);
            Assert.True(memory["y"].Select(v => (float)v).SequenceEqual((float[])got[2]), $"seed {seed} on {device.Id}, {lanes} lanes: y\n{IrPrinter.Print(kernel)}");
            Assert.True(memory["count"].Select(v => (int)v).SequenceEqual((int[])got[3]), $"seed {seed} on {device.Id}, {lanes} lanes: count\n{IrPrinter.Print(kernel)}");
        }
    }
}
