using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>The mistakes that the bridge refuses, word for word.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly CPUAccelerator _accelerator = Accelerators.Make();
    private readonly CPUAccelerator _other = Accelerators.Make();
    private readonly IlgpuDevice _device;

    public ErrorTests() => _device = IlgpuDevice.From(_accelerator);

    public void Dispose()
    {
        _device.Dispose();
        _accelerator.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_stream_of_another_accelerator() => Says(
        "[ilgpu] a stream must be one of the accelerator's. Got a stream of CPUAccelerator for CPUAccelerator. (Parameter 'stream')",
        () => IlgpuDevice.From(_accelerator, _other.DefaultStream));

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Lanes_that_the_accelerator_has_not(int lanes) => Says(
        $"[ilgpu] the lanes of a group must lie in 1 to 16 on ilgpu-cpu. Got {lanes}. (Parameter 'options')",
        () => IlgpuDevice.From(_accelerator, options: new IlgpuOptions { Lanes = lanes }));

    [Fact]
    public void A_view_of_another_size()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> memory = _accelerator.Allocate1D<float>(5);
        Says(
            "[ilgpu] a view must have as many elements as the shape. Got 5 elements for [2, 3], which has 6. (Parameter 'view')",
            () => Tensor.From(memory.View, [2, 3]));
    }

    [Fact]
    public void A_view_of_an_accelerator_that_is_no_device()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> memory = _other.Allocate1D<float>(6);
        Says(
            "[ilgpu] the accelerator of a view must be a device: call IlgpuDevice.From. Got a view on CPUAccelerator. (Parameter 'device')",
            () => Tensor.From(memory.View, [2, 3]));
        Says(
            "[ilgpu] a view must be on the device's accelerator. Got a view on CPUAccelerator for ilgpu-cpu (CPUAccelerator). (Parameter 'device')",
            () => Tensor.From(memory.View, [2, 3], device: _device));
    }

    [Fact]
    public void A_view_without_elements()
    {
        Says(
            "[ilgpu] a view without elements has no accelerator, so the device must be given. Got [0, 3] and no device. (Parameter 'shape')",
            () => Tensor.From(ArrayView<float>.Empty, [0, 3]));
        using Tensor empty = Tensor.From(ArrayView<float>.Empty, [0, 3], device: _device);
        Assert.Equal(0, empty.Shape.Elements);
    }

    [Fact]
    public void A_tensor_that_is_no_view()
    {
        using Tensor elsewhere = Tensor.Zeros([2, 3]), here = Tensor.Zeros([1, 4, 2, 2], device: _device);
        Says(
            "[ilgpu] a tensor must be on a device of the bridge to be a view. Got f32 [2, 3] row-major on cpu. (Parameter 'tensor')",
            () => elsewhere.AsArrayView<float>());
        using Tensor slice = here.ViewAs(new Layout([1, 2, 2, 2], MemoryOrder.ChannelsLast, 4));
        Says(
            "[ilgpu] a tensor must have no gaps to be a view. Got f32 [1, 2, 2, 2] channels-last pitch 4 on ilgpu-cpu. (Parameter 'tensor')",
            () => slice.AsArrayView<float>());
        Assert.Equal(
            "[buffer] elements must have the type of the view. Got Double for a view of Float32. (Parameter 'tensor.Type')",
            Assert.Throws<ArgumentException>(() => here.AsArrayView<double>()).Message);
    }

    [Fact]
    public unsafe void A_kernel_without_a_form()
    {
        var kernel = new IlgpuConv.Runtime.Kernel("Elsewhere.Run", 8, false, [], new KernelCode());
        Says(
            "[ilgpu] a kernel must have a form for ILGPU: compile its file against ILGPU too, and pass KernelTable.All() to IlgpuKernels.Add. "
            + "Got Elsewhere.Run on ilgpu-cpu. (Parameter 'kernel')",
            () => _device.Launch(kernel, new LaunchGrid(1), null));
        string name = IlgpuKernels.All[0].Name;
        var stale = new IlgpuConv.Runtime.Kernel(name, 1, false, [], new KernelCode());
        Says(
            "[ilgpu] a kernel and its form for ILGPU must be compiled from the same file. "
            + $"Got {name} with 1 bytes of arguments, and a form of {IlgpuKernels.All[0].ArgumentBytes}. (Parameter 'kernel')",
            () => _device.Launch(stale, new LaunchGrid(1), null));
    }

    [Fact]
    public void A_grid_that_the_accelerator_has_not()
    {
        using DeviceBuffer x = _device.Allocate(4);
        Assert.Equal(
            "[ilgpu] a launch must fit the accelerator: at most 2147483647, 65535 and 65535 groups along x, y and z, and 2147483647 lanes. "
            + "Got 1, 65536 and 1 groups of 1 lanes on ilgpu-cpu. (Parameter 'grid')",
            Assert.Throws<ArgumentException>(() => LaunchTests.LaunchAny(_device, new LaunchGrid(1, 65536))).Message);
    }

    private static void Says(string message, Func<object?> action) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => { action(); }).Message);

    private static void Says(string message, Action action) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
