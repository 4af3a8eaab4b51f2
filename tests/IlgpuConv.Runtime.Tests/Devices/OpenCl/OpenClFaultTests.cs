using System.Text.RegularExpressions;

namespace IlgpuConv.Runtime.Tests;

/// <summary>What goes wrong with OpenCL, and what is said of it.</summary>
public sealed class OpenClFaultTests
{
    [Fact]
    public void Without_a_library_there_is_no_device()
    {
        var provider = new OpenClProvider(["libNoSuchOpenCL.so.1", "libNoSuchOpenCL.so"]);
        Assert.Equal([new DeviceEntry("opencl", "there is no OpenCL library; tried libNoSuchOpenCL.so.1, libNoSuchOpenCL.so")], provider.Find());
        Assert.Equal(
            "[device] a device must be present. Got opencl:0, which is absent: there is no OpenCL library; tried libNoSuchOpenCL.so.1, " +
            "libNoSuchOpenCL.so. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => provider.Open("opencl:0")).Message);
    }

    [Fact]
    public void Another_library_is_not_taken_for_it()
    {
        string other = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "/usr/lib/libSystem.B.dylib" : "libc.so.6";
        Assert.StartsWith($"{other} is no library of OpenCL 1.2 or later: ", Assert.Single(new OpenClProvider([other]).Find()).AbsentBecause);
    }

    [OpenClFact]
    public async Task Without_a_platform_there_is_no_device()
    {
        if (OperatingSystem.IsWindows()) return; // drivers are found in the registry there
        string nothing = Directory.CreateTempSubdirectory().FullName;
        string output = await ChildProcess.Run(["devices"], ("OCL_ICD_VENDORS", nothing), ("OCL_ICD_FILENAMES", ""));
        Directory.Delete(nothing);
        Assert.Contains("opencl: there is no OpenCL platform: libOpenCL.so.1 knows no driver", output);
        Assert.Contains("cpu: present", output);
        Assert.Contains("best: cpu", output);
    }

    [OpenClFact]
    public void Running_out_names_the_request_the_use_the_cap_and_the_driver()
    {
        using OpenClDevice device = OpenClDevices.Open();
        device.Memory.Cap = 10_000;
        using DeviceBuffer kept = device.Allocate(4000);
        Assert.Equal(
            "[memory] a request must fit under the cap. Got a request of 9000 bytes on opencl:0 with 4096 bytes in use, 0 cached, and a cap of 10000.",
            Assert.Throws<DeviceMemoryException>(() => device.Allocate(9000)).Message);
        device.Memory.Cap = long.MaxValue;
        Assert.Matches(
            @"^\[memory\] a request must fit under the cap\. Got a request of 1152921504606846976 bytes on opencl:0 with 4096 bytes in use, 0 cached, " +
            @"and a cap of 9223372036854775807\. The device said: CL_[A-Z_]+ \(-\d+\) from clCreateBuffer; a buffer has at most \d+ bytes\.$",
            Assert.Throws<DeviceMemoryException>(() => device.Allocate(1L << 60)).Message);
        using DeviceBuffer fits = device.Allocate(5000);
        fits.View(ElementType.Int32).Fill(3);
        Assert.All(fits.View(ElementType.Int32).ToArray<int>(), value => Assert.Equal(3, value));
    }

    [OpenClFact]
    public void A_build_that_fails_shows_the_kernel_the_line_and_the_log()
    {
        using OpenClDevice device = OpenClDevices.Open();
        using DeviceBuffer counters = device.Allocate(40);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            var error = Assert.Throws<OpenClException>(
                () => OpenClLaunchTests.Count(device, OpenClKernels.Broken, counters.View(ElementType.Int32), new(5), 5));
            Assert.StartsWith(
                "[opencl] the driver must compile a kernel. Got CL_BUILD_PROGRAM_FAILURE (-11) from clBuildProgram for Tests.Hand.broken on opencl:0.\n  line ",
                error.Message);
            Assert.Matches(new Regex(@"^  line \d+: counters\[1\] = thisIsDeclaredNowhere;$", RegexOptions.Multiline), error.Message);
            Assert.Matches(new Regex(@"The driver's log:\n.*undeclared identifier 'thisIsDeclaredNowhere'", RegexOptions.Singleline), error.Message);
            Assert.Equal(-11, error.Code);
        }
        Assert.Equal(0, device.ProgramsBuilt);
        Assert.Equal(
            "[opencl] a call to the driver must succeed. Got CL_INVALID_KERNEL_NAME (-46) from clCreateKernel for Tests.Hand.misnamed on opencl:0.",
            Assert.Throws<OpenClException>(
                () => OpenClLaunchTests.Count(device, OpenClKernels.Misnamed, counters.View(ElementType.Int32), new(5), 5)).Message);
    }

    [Theory]
    [InlineData("<kernel>:2:5: error: use of undeclared identifier 'b'", "b;")]
    [InlineData("/tmp/x/input/CompileSource:2:1: error: use of undeclared identifier 'b'", "b;")]
    [InlineData("1:2:18: error: use\n1:2:1: note", "b;")]
    [InlineData("error: /tmp/tempfile.cl:3:9: use of undeclared identifier 'c'", "c;")]
    [InlineData("\"prog.cl\", line 1: error: identifier \"a\" is undefined", "a;")]
    public void The_line_is_found_in_every_drivers_log(string log, string line)
    {
        string message = OpenClBuildLog.Message("K.f", -11, "opencl:0", "a;\nb;\nc;", log);
        Assert.Contains($": {line}\n", message);
        Assert.EndsWith($"The driver's log:\n{log}", message);
    }

    [Fact]
    public void Codes_have_names()
    {
        Assert.Equal("CL_OUT_OF_RESOURCES (-5)", OpenClErrors.Text(-5));
        Assert.Equal("CL_PLATFORM_NOT_FOUND_KHR (-1001)", OpenClErrors.Text(-1001));
        Assert.Equal("an unnamed code (-12345)", OpenClErrors.Text(-12345));
    }

    [OpenClFact]
    public void Lanes_that_the_device_cannot_have_are_refused()
    {
        Assert.StartsWith(
            "[device] the lanes of a group must be 8 or 16 as vectors on opencl:0. Got 5.",
            Assert.Throws<ArgumentOutOfRangeException>(() => OpenClDevices.Open("vectors 5")).Message);
        Assert.Matches(
            @"^\[device\] the lanes of a group must be 1 to \d+ as work items on opencl:0/items\. Got 99999\.",
            Assert.Throws<ArgumentOutOfRangeException>(() => OpenClDevices.Open("items 99999")).Message);
    }
}
