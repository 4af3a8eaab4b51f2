using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>What the program brought stays the program's; what the bridge made goes back.</summary>
public class OwnershipTests
{
    [Fact]
    public void A_device_leaves_accelerator_stream_and_memory_to_the_program()
    {
        using CPUAccelerator accelerator = Accelerators.Make();
        using AcceleratorStream stream = accelerator.CreateStream();
        using MemoryBuffer1D<float, Stride1D.Dense> memory = accelerator.Allocate1D(new float[] { -1, 2, -3, 4 });
        using (IlgpuDevice device = IlgpuDevice.From(accelerator, stream))
        {
            Assert.Same(stream, device.Stream);
            using Tensor x = Tensor.From(memory.View, [4]);
            using Tensor y = x.Relu();
            Assert.Equal([0f, 2, 0, 4], y.ToArray<float>());
        }
        Assert.False(accelerator.IsDisposed || stream.IsDisposed || memory.IsDisposed);
        Assert.Equal([-1f, 2, -3, 4], memory.GetAsArray1D());
        using IlgpuDevice again = IlgpuDevice.From(accelerator, stream);
        using Tensor after = Tensor.From(memory.View, [2, 2]);
        Assert.Equal([-2f, 4, -6, 8], (after + after).ToArray<float>());
    }

    [Fact]
    public void A_tensor_of_a_view_is_the_same_memory()
    {
        using CPUAccelerator accelerator = Accelerators.Make();
        using MemoryBuffer1D<float, Stride1D.Dense> memory = accelerator.Allocate1D(new float[] { 9, 1, 2, 3, 4, 9 });
        using IlgpuDevice device = IlgpuDevice.From(accelerator);
        using Tensor part = Tensor.From(memory.View.SubView(1, 4), [2, 2]);
        part.Fill(7);
        Assert.Equal([9f, 7, 7, 7, 7, 9], memory.GetAsArray1D());
        Assert.Equal(0, device.Memory.InUse);
        part.Dispose();
        Assert.Equal([9f, 7, 7, 7, 7, 9], memory.GetAsArray1D());
    }

    [Fact]
    public void A_view_of_a_tensor_is_the_same_memory()
    {
        using CPUAccelerator accelerator = Accelerators.Make();
        using IlgpuDevice device = IlgpuDevice.From(accelerator);
        using Tensor tensor = Tensor.FromArray<float>([1, 2, 3, 4, 5, 6], [1, 2, 1, 3], device);
        ArrayView<float> view = tensor.AsArrayView<float>();
        Assert.Equal(6, view.Length);
        var values = new float[6];
        view.CopyToCPU(ref values[0], values.Length);
        Assert.Equal([1f, 4, 2, 5, 3, 6], values);
        view.MemSetToZero();
        Assert.Equal(new float[6], tensor.ToArray<float>());
        Assert.Same(tensor.Device, device);
    }

    [Fact]
    public void Everything_goes_back_with_the_device()
    {
        using CPUAccelerator accelerator = Accelerators.Make();
        IlgpuDevice device = IlgpuDevice.From(accelerator);
        DeviceBuffer kept = device.Allocate(1000), returned = device.Allocate(1000);
        returned.Dispose();
        Assert.True(device.Memory is { InUse: > 0, Cached: > 0 });
        device.Dispose();
        Assert.Equal(0, device.Memory.Cached);
        kept.Dispose();
        Assert.Equal(0, device.Memory.InUse);
        Assert.Equal(
            "[device] a disposed device cannot be used. Got ilgpu-cpu.\nObject name: 'ilgpu-cpu'.",
            Assert.Throws<ObjectDisposedException>(() => device.Allocate(1)).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_device_ends_with_the_accelerator_of_the_program()
    {
        CPUAccelerator accelerator = Accelerators.Make();
        IlgpuDevice device = IlgpuDevice.From(accelerator);
        Tensor tensor = Tensor.FromArray<float>([1, 2], [2], device);
        using Tensor sum = tensor + tensor;
        accelerator.Dispose();
        Assert.True(device.IsDisposed);
        tensor.Dispose();
        device.Dispose();
        Assert.Equal(0, device.Memory.Cached);
    }

    [Fact]
    public void A_forgotten_tensor_gives_its_memory_back()
    {
        using CPUAccelerator accelerator = Accelerators.Make();
        using IlgpuDevice device = IlgpuDevice.From(accelerator);
        Forget(device);
        for (int i = 0; i < 20 && device.Memory.InUse > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, device.Memory.InUse);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget(IlgpuDevice device) => _ = Tensor.FromArray<float>(new float[1000], [1000], device);
}
