using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>What goes wrong with CUDA, and what is said of it.</summary>
public sealed class CudaFaultTests
{
    private const ElementType F32 = ElementType.Float32;

    [Fact]
    public void Without_a_driver_there_is_no_device()
    {
        var provider = new CudaProvider(() => (CudaLibrary.Load(["libNoSuchCuda.so.1"], out string? why), why));
        DeviceEntry entry = Assert.Single(provider.Find());
        Assert.Equal(("cuda", "there is no CUDA driver; tried libNoSuchCuda.so.1", DeviceKind.Gpu), (entry.Id, entry.AbsentBecause, entry.Kind));
        Assert.Equal(
            "[device] a device must be present. Got cuda:0, which is absent: there is no CUDA driver; tried libNoSuchCuda.so.1. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => provider.Open("cuda:0")).Message);
    }

    [Fact]
    public void Another_library_is_not_taken_for_it()
    {
        string other = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "/usr/lib/libSystem.B.dylib" : "libc.so.6";
        var provider = new CudaProvider(() => (CudaLibrary.Load([other], out string? why), why));
        Assert.StartsWith($"{other} is no driver for CUDA 11.4 or later: ", Assert.Single(provider.Find()).AbsentBecause);
    }

    [Theory]
    [InlineData("too old", "the CUDA driver is too old: kernels need one for CUDA 11.4, and fake is for 10.2")]
    [InlineData("incomplete", "fake is no driver for CUDA 11.4 or later: there is no cuGraphLaunch")]
    [InlineData("no device", "there is no CUDA device: fake finds none")]
    [InlineData("mismatch", "fake fails: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803) from cuInit")]
    [InlineData("count fails", "fake fails: CUDA_ERROR_UNKNOWN (999) from cuDeviceGet")]
    public void A_driver_that_cannot_be_used_says_why(string what, string reason)
    {
        var machine = new FakeMachine { DriverVersion = what == "too old" ? 10020 : 12000, Devices = what == "no device" ? [] : [("Paper GPU", 70)] };
        if (what == "incomplete") machine.Missing.Add("cuGraphLaunch");
        if (what == "mismatch") machine.Failing["cuInit"] = 803;
        if (what == "count fails") machine.Failing["cuDeviceGetCount"] = 999;
        Assert.Equal(reason, Assert.Single(FakeCuda.Provider(machine).Find()).AbsentBecause);
    }

    [Fact]
    public void A_device_that_is_too_old_is_absent_and_the_other_is_not()
    {
        CudaProvider provider = FakeCuda.Provider(new FakeMachine { Devices = [("Old GPU", 61), ("New GPU", 120)] });
        Assert.Equal(
            [new DeviceEntry("cuda:0", "Old GPU: kernels need compute capability 7.0, and it has 6.1") { Name = "Old GPU", Kind = DeviceKind.Gpu }, new DeviceEntry("cuda:1", null) { Name = "New GPU", Kind = DeviceKind.Gpu }],
            provider.Find());
        Assert.StartsWith("New GPU, compute capability 12.0", provider.Open("cuda:1").Name);
        Assert.Contains("which is absent: there are 2 CUDA devices.", Assert.Throws<ArgumentException>(() => provider.Open("cuda:2")).Message);
    }

    [Fact]
    public void Running_out_names_the_request_the_use_the_cap_and_the_driver()
    {
        using CudaDevice device = FakeCuda.Open(machine: new FakeMachine { MemoryBytes = 10_000 });
        using DeviceBuffer kept = device.Allocate(4000);
        device.Memory.Cap = 1 << 20;
        Assert.Equal(
            "[memory] a request must fit under the cap. Got a request of 9000 bytes on cuda:0 with 4096 bytes in use, 0 cached, and a cap of 1048576. " +
            "The device said: CUDA_ERROR_OUT_OF_MEMORY (2) from cuMemAlloc.",
            Assert.Throws<DeviceMemoryException>(() => device.Allocate(9000)).Message);
        using DeviceBuffer fits = device.Allocate(5000);
        fits.View(ElementType.Int32).Fill(3);
        Assert.All(fits.View(ElementType.Int32).ToArray<int>(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void A_launch_without_room_says_so()
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer x = device.Allocate(40);
        x.View(F32).Fill(1f);
        machine.Failing["cuLaunchKernel"] = 2;
        Assert.Equal(
            "[memory] a device must have room for what it runs. Got CUDA_ERROR_OUT_OF_MEMORY (2) from cuLaunchKernel of IlgpuConv.Runtime.Tests.CudaKernels.AddOne " +
            "on cuda:0 (Paper GPU) with 256 bytes in use, 0 cached, and a cap of 4294967296.",
            Assert.Throws<DeviceMemoryException>(() => CudaKernelsLaunch.AddOne(device, new(10), x.View(F32), x.View(F32), 10)).Message);
    }

    [Fact]
    public void A_kernel_that_fails_ends_the_device_and_nothing_else()
    {
        var machine = new FakeMachine();
        CudaDevice device = FakeCuda.Open(machine: machine), other = FakeCuda.Open();
        DeviceBuffer y = device.Allocate(40), z = other.Allocate(40);
        CudaKernelsLaunch.Beyond(device, new(10), y.View(F32), 10);
        var fault = Assert.Throws<KernelFaultException>(device.Synchronize);
        Assert.StartsWith("[cuda] a kernel must stay within its views and arrays. Got CUDA_ERROR_ILLEGAL_ADDRESS (700) from cu", fault.Message);
        Assert.EndsWith(" on cuda:0 (Paper GPU). The device runs nothing more in this process.", fault.Message);
        Assert.Equal(700, Assert.IsType<CudaException>(fault.InnerException).Code);
        Assert.Matches(@"^Beyond, group \(0, 0, 0\), 'st\.global\.f32 .*': 4 bytes at [0-9a-f]+, outside [0-9a-f]+ to [0-9a-f]+\.$", machine.Fault);
        Assert.Throws<KernelFaultException>(() => y.View(F32).ToArray<float>());
        Assert.Throws<KernelFaultException>(() => CudaKernelsLaunch.Beyond(device, new(10), y.View(F32), 10));
        y.Dispose();
        device.Dispose();
        z.View(F32).Fill(2f);
        Assert.Equal(2, z.View(F32).ToArray<float>()[9]);
        z.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_read_after_a_kernel_that_failed_fails()
    {
        using CudaDevice device = FakeCuda.Open();
        DeviceBuffer y = device.Allocate(40);
        CudaKernelsLaunch.Beyond(device, new(10), y.View(F32), 10);
        await Assert.ThrowsAsync<KernelFaultException>(() => y.View(F32).ToArrayAsync<float>());
    }

    [Fact]
    public void A_text_that_the_driver_refuses_is_shown_with_its_log()
    {
        using CudaDevice device = FakeCuda.Open(machine: new FakeMachine { Rewrite = text => text.Replace("add.rn.f32", "add.rz.f32", StringComparison.Ordinal) });
        using DeviceBuffer x = device.Allocate(40);
        var error = Assert.Throws<CudaException>(() => CudaKernelsLaunch.AddOne(device, new(10), x.View(F32), x.View(F32), 10));
        Assert.StartsWith(
            "[cuda] the driver must compile a kernel. Got CUDA_ERROR_INVALID_PTX (218) from cuModuleLoadDataEx for IlgpuConv.Runtime.Tests.CudaKernels.AddOne " +
            "on cuda:0 (Paper GPU).\nThe driver's log:\nline ",
            error.Message);
        Assert.Contains("an instruction that is known expected. Got 'add.rz.f32 %f1, %f0, 0f3F800000'.", error.Message);
        Assert.Equal(218, error.Code);
    }

    [Theory]
    [InlineData("cuDevicePrimaryCtxRetain")]
    [InlineData("cuStreamCreate")]
    public void A_device_that_does_not_open_leaves_nothing(string call)
    {
        var machine = new FakeMachine();
        machine.Failing[call] = 46;
        Assert.Equal(
            $"[cuda] a call to the driver must succeed. Got CUDA_ERROR_DEVICE_UNAVAILABLE (46) from {call} on cuda:0 (Paper GPU).",
            Assert.Throws<CudaException>(() => FakeCuda.Open(machine: machine)).Message);
        Assert.Equal("", machine.Leaks);
    }

    [Theory]
    [InlineData("cuMemcpyHtoDAsync_v2", "cuMemcpyHtoDAsync")]
    [InlineData("cuEventRecord", "cuEventRecord")]
    [InlineData("cuEventCreate", "cuEventCreate")]
    public void Every_call_is_checked_and_named(string failing, string named)
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer x = device.Allocate(40);
        machine.Failing[failing] = 999;
        Assert.Equal(
            $"[cuda] a call to the driver must succeed. Got CUDA_ERROR_UNKNOWN (999) from {named} on cuda:0 (Paper GPU).",
            Assert.Throws<CudaException>(() => x.View(F32).CopyFrom<float>([1])).Message);
        machine.Failing.Clear();
        x.View(F32).CopyFrom<float>([4]);
        Assert.Equal(4, x.View(F32, 0, 1).ToArray<float>()[0]);
    }

    [Fact]
    public unsafe void A_kernel_without_the_form_is_refused()
    {
        using CudaDevice device = FakeCuda.Open();
        Assert.Equal(
            "[launch] cuda:0 needs PTX of the kernel. Got none in Tests.Hand.count. (Parameter 'kernel')",
            Assert.Throws<ArgumentException>(() => device.Launch(OpenClKernels.Count, new(1), null)).Message);
    }

    [Fact]
    public void Codes_have_names()
    {
        Assert.Equal("CUDA_ERROR_LAUNCH_FAILED (719)", CudaErrors.Text(719));
        Assert.Equal("an unnamed code (-12345)", CudaErrors.Text(-12345));
    }
}
