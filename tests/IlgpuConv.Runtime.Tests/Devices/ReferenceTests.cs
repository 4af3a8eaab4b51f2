using IlgpuConv.Runtime.Tests.Conformance;

namespace IlgpuConv.Runtime.Tests;

/// <summary>The reference device: faults with their place, barriers with turns, unwritten memory that shows.</summary>
public sealed unsafe class ReferenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    public void Every_lane_runs_once(int groupSize)
    {
        using var device = new ReferenceDevice(groupSize);
        Assert.All(Run(device, HandWritten.Count, length: 100 * 3 * 2, lanes: 100, y: 3, z: 2), count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_fault_names_kernel_view_index_length_group_and_lane()
    {
        using var device = new ReferenceDevice(8);
        var fault = Assert.Throws<KernelFaultException>(() => Run(device, HandWritten.Count, length: 50, lanes: 20, y: 3, z: 1));
        Assert.Equal("[kernel] an index must lie within 'counters'. Got index 50 of 50 elements in count, group (1, 2, 0), lane 2 of 8.", fault.Message);
    }

    [Theory]
    [InlineData(1, "group (7, 0, 0), lane 0 of 1")]
    [InlineData(3, "group (2, 0, 0), lane 1 of 3")]
    public void A_compiled_kernel_that_leaves_a_view_is_a_fault(int groupSize, string place)
    {
        using var device = new ReferenceDevice(groupSize);
        using DeviceBuffer x = device.Allocate(7 * 4), r = device.Allocate(200 * 4);
        var fault = Assert.Throws<KernelFaultException>(
            () => ControlKernelsLaunch.Branches(device, new(9), x.View(ElementType.Int32), r.View(ElementType.Int32), 1, 9));
        Assert.Equal(
            $"[kernel] an index must lie within 'x'. Got index 7 of 7 elements in IlgpuConv.Runtime.Tests.Conformance.ControlKernels.Branches, {place}.",
            fault.Message);
    }

    [Fact]
    public void Any_failure_of_a_kernel_is_a_fault()
    {
        using var device = new ReferenceDevice(2);
        var fault = Assert.Throws<KernelFaultException>(() => device.Launch(HandWritten.Failing, new LaunchGrid(1000), null));
        Assert.Equal("[kernel] a kernel must not fail. Got \"group 77\" in failing, group (77, 0, 0), lane 0 of 2.", fault.Message);
        Assert.IsType<DivideByZeroException>(fault.InnerException);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(32)]
    public void A_barrier_waits_for_every_lane(int groupSize)
    {
        using var device = new ReferenceDevice(groupSize);
        int[] reversed = Run(device, BarrierKernels.Reverse, length: groupSize * 5, lanes: groupSize * 5);
        Assert.Equal(Enumerable.Range(0, groupSize * 5).Select(i => (i / groupSize * groupSize) + groupSize - 1 - (i % groupSize)), reversed);
    }

    [Fact]
    public void A_fault_in_one_lane_ends_the_others()
    {
        using var device = new ReferenceDevice(7);
        for (int repeat = 0; repeat < 10; repeat++)
        {
            var fault = Assert.Throws<KernelFaultException>(() => Run(device, BarrierKernels.FaultAfterBarrier, length: 7, lanes: 7));
            Assert.Equal("[kernel] an index must lie within 'x'. Got index -1 of 0 elements in faultAfterBarrier, group (0, 0, 0), lane 3 of 7.", fault.Message);
        }
        Assert.Equal([6, 5, 4, 3, 2, 1, 0], Run(device, BarrierKernels.Reverse, length: 7, lanes: 7));
    }

    [Fact]
    public void Lanes_that_part_at_a_barrier_are_a_fault()
    {
        using var device = new ReferenceDevice(4);
        var fault = Assert.Throws<KernelFaultException>(() => Run(device, BarrierKernels.Divergent, length: 4, lanes: 4));
        Assert.Equal("[kernel] every lane of a group must come to the same barrier. Got 3 of 4 lanes at a barrier in divergent, group (0, 0, 0).", fault.Message);
        Assert.Equal([3, 2, 1, 0], Run(device, BarrierKernels.Reverse, length: 4, lanes: 4));
    }

    [Fact]
    public void Unwritten_shared_memory_is_no_number_in_every_group()
    {
        using var device = new ReferenceDevice(2);
        Assert.All(Run(device, BarrierKernels.Unwritten, length: 6, lanes: 6), bits => Assert.True(float.IsNaN(BitConverter.Int32BitsToSingle(bits))));
    }

    [Fact]
    public void A_kernel_without_a_scalar_form_is_refused()
    {
        using var device = new ReferenceDevice();
        Assert.Equal(
            "[launch] the reference device needs the scalar form of the kernel. Got none in empty. (Parameter 'kernel')",
            Assert.Throws<ArgumentException>(() => device.Launch(HandWritten.Make("empty", new KernelCode()), new LaunchGrid(1), null)).Message);
    }

    private static int[] Run(ReferenceDevice device, Kernel kernel, int length, long lanes, int y = 1, int z = 1)
    {
        using DeviceBuffer counters = device.Allocate(length * 4);
        BufferView view = counters.View(ElementType.Int32);
        view.Fill(0);
        var arguments = new HandWritten.CountArguments { Counters = view.Argument(), Lanes = lanes };
        device.Launch(kernel, new LaunchGrid(lanes, y, z), (byte*)&arguments);
        return view.ToArray<int>();
    }
}
