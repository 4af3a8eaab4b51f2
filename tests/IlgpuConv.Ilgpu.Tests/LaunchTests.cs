using System.Runtime.InteropServices;
using ILGPU.Runtime.CPU;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>Launches: nothing is allocated beside what ILGPU allocates, kernels are compiled once, several threads may launch.</summary>
public sealed class LaunchTests : IDisposable
{
    private const int ArgumentBytes = 32;

    /// <summary>A view of int and an int.</summary>
    private static readonly Runtime.Kernel Places =
        new("IlgpuConv.Runtime.Tests.Conformance.ControlKernels.GridPlaces", ArgumentBytes, false, [], new KernelCode());

    private readonly CPUAccelerator _accelerator = Accelerators.Make();
    private readonly IlgpuDevice _device;

    public LaunchTests() => _device = IlgpuDevice.From(_accelerator);

    public void Dispose()
    {
        _device.Dispose();
        _accelerator.Dispose();
    }

    [Fact]
    public unsafe void A_launch_allocates_what_ilgpu_allocates_and_no_more()
    {
        IlgpuForm form = IlgpuKernels.All.Single(form => form.Name == Places.Name);
        ILGPU.Runtime.Kernel loaded = _accelerator.LoadKernel(form.Method(IlgpuText.Automatic));
        Delegate launcher = form.Bind(loaded);
        using DeviceBuffer x = _device.Allocate(64);
        nint block = (nint)NativeMemory.AllocZeroed(ArgumentBytes);
        *(ViewArgument*)block = new ViewArgument(x.Handle, 0, 16);
        long direct = Allocated(() => form.Run(launcher, _accelerator.DefaultStream, new IlgpuLaunch(new KernelConfig(1, 1)), (byte*)block));
        long ours = Allocated(() => _device.Launch(Places, new LaunchGrid(1), (byte*)block));
        NativeMemory.Free((void*)block);
        loaded.Dispose();
        Assert.Equal(direct, ours);
    }

    [Fact]
    public void A_kernel_is_compiled_once()
    {
        Assert.Equal(0, _device.KernelsLoaded);
        for (int i = 0; i < 3; i++) LaunchAny(_device, new LaunchGrid(1));
        Assert.Equal(1, _device.KernelsLoaded);
        LaunchAny(_device, new LaunchGrid(0));
        Assert.Equal(1, _device.KernelsLoaded);
    }

    [Fact]
    public void Threads_may_launch_side_by_side()
    {
        float[] expected = Answer(Devices.Get("reference"));
        Parallel.For(0, 8, _ =>
        {
            float[] actual = Answer(_device);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
        });
    }

    [Fact]
    public void The_same_inputs_give_the_same_bits()
    {
        float[] first = Answer(_device);
        for (int i = 0; i < 20; i++) Assert.Equal(first, Answer(_device));
    }

    [Fact]
    public async Task A_read_gives_what_was_there_when_it_was_asked()
    {
        using Tensor x = Tensor.FromArray<float>([1, 2, 3], [3], _device);
        Task<float[]> reading = x.View.ToArrayAsync<float>();
        x.Fill(0);
        float[] values = await reading;
        Assert.Equal([1f, 2, 3], values);
    }

    /// <summary>Launches a kernel of the conformance suite with no element to write.</summary>
    internal static unsafe void LaunchAny(Runtime.Device device, LaunchGrid grid)
    {
        using DeviceBuffer x = device.Allocate(64);
        byte* block = stackalloc byte[ArgumentBytes];
        new Span<byte>(block, ArgumentBytes).Clear();
        *(ViewArgument*)block = new ViewArgument(x.Handle, 0, 0);
        device.Launch(Places, grid, block);
    }

    /// <summary>The bytes of a launch that waits for no lock: those of ILGPU allocate when a thread has to wait.</summary>
    private static long Allocated(Action launch)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            launch();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    private static float[] Answer(Runtime.Device device)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 3, 6, 6], -1, 1, new RandomGenerator(seed: 1), device: device);
        Tensor w = Tensor.Uniform([4, 3, 3, 3], -1, 1, new RandomGenerator(seed: 2), device: device, order: MemoryOrder.Filter);
        return x.Conv2d(w, padding: 1).Relu().ToArray<float>();
    }
}
