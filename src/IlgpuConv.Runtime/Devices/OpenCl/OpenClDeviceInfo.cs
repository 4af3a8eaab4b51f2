using System.Globalization;
using System.Text;

namespace IlgpuConv.Runtime;

/// <summary>What the driver says of one device.</summary>
internal sealed unsafe class OpenClDeviceInfo
{
    private readonly OpenClLibrary _cl;

    private OpenClDeviceInfo(OpenClLibrary cl, nint platform, nint device, int index)
    {
        _cl = cl;
        (Platform, Device, Id) = (platform, device, $"opencl:{index}");
        PlatformName = Text(cl.GetPlatformInfo, platform, Cl.PlatformName);
        PlatformVersion = Text(cl.GetPlatformInfo, platform, Cl.PlatformVersion);
        Name = Text(cl.GetDeviceInfo, device, Cl.DeviceName);
        Vendor = Text(cl.GetDeviceInfo, device, Cl.DeviceVendor);
        DriverVersion = Text(cl.GetDeviceInfo, device, Cl.DriverVersion);
        Version = Text(cl.GetDeviceInfo, device, Cl.DeviceVersion);
    }

    /// <summary>The library that found the device.</summary>
    public OpenClLibrary Library => _cl;

    /// <summary>The driver's platform, a <c>cl_platform_id</c>.</summary>
    public nint Platform { get; }

    /// <summary>The driver's device, a <c>cl_device_id</c>.</summary>
    public nint Device { get; }

    /// <summary>The name that selects it: <c>opencl:</c> and its place among the devices of all platforms.</summary>
    public string Id { get; }

    public string PlatformName { get; }

    public string PlatformVersion { get; }

    public string Name { get; }

    public string Vendor { get; }

    public string DriverVersion { get; }

    public string Version { get; }

    public bool IsProcessor => (Number<ulong>(Cl.DeviceType) & Cl.DeviceTypeCpu) != 0;

    public int ComputeUnits => (int)Math.Max(1, Number<uint>(Cl.DeviceMaxComputeUnits));

    public long LargestGroup => (long)Number<nuint>(Cl.DeviceMaxWorkGroupSize);

    public long LargestBuffer => (long)Math.Min(Number<ulong>(Cl.DeviceMaxMemAllocSize), long.MaxValue);

    public long LargestArguments => (long)Number<nuint>(Cl.DeviceMaxParameterSize);

    public long Memory => (long)Math.Min(Number<ulong>(Cl.DeviceGlobalMemSize), long.MaxValue);

    public bool HasDouble =>
        Number<ulong>(Cl.DeviceDoubleFpConfig) != 0 || Text(_cl.GetDeviceInfo, Device, Cl.DeviceExtensions).Contains("cl_khr_fp64", StringComparison.Ordinal);

    public bool RoundsDivisionsRight => (Number<ulong>(Cl.DeviceSingleFpConfig) & Cl.FpCorrectlyRoundedDivideSqrt) != 0;

    public int VectorWidth => (int)Number<uint>(Cl.DeviceNativeVectorWidthFloat);

    /// <summary>Work items that run in step: the driver's word where it has one, else 32.</summary>
    public int WarpSize
    {
        get
        {
            ulong size = Number<nuint>(Cl.DevicePreferredWorkGroupSizeMultiple);
            if (size == 0) size = Number<uint>(Cl.DeviceWarpSizeNv);
            if (size == 0) size = Number<uint>(Cl.DeviceWavefrontWidthAmd);
            return size is > 0 and <= 1024 ? (int)size : 32;
        }
    }

    /// <summary>Why the device cannot run kernels of this library, or null when it can.</summary>
    public string? AbsentBecause =>
        Number<uint>(Cl.DeviceAvailable) == 0 ? $"{Name}: its driver says that it is not available"
        : Number<uint>(Cl.DeviceCompilerAvailable) == 0 ? $"{Name}: its driver has no compiler"
        : VersionNumber < 1.2 ? $"{Name}: kernels need OpenCL 1.2, and it has {Version}"
        : null;

    /// <summary>All devices of all platforms, in the driver's order.</summary>
    /// <param name="cl">The library.</param>
    /// <param name="absentBecause">Why there are none, or null.</param>
    public static IReadOnlyList<OpenClDeviceInfo> All(OpenClLibrary cl, out string? absentBecause)
    {
        absentBecause = null;
        uint count = 0;
        int code = cl.GetPlatformIds(0, null, &count);
        if (code == Cl.PlatformNotFound || (code == 0 && count == 0))
        {
            absentBecause = $"there is no OpenCL platform: {cl.Name} knows no driver";
            return [];
        }
        var platforms = new nint[count];
        if (code == 0) fixed (nint* to = platforms) code = cl.GetPlatformIds(count, to, null);
        if (code != 0)
        {
            absentBecause = $"{cl.Name} fails: {OpenClErrors.Text(code)} from clGetPlatformIDs";
            return [];
        }
        var devices = new List<OpenClDeviceInfo>();
        foreach (nint platform in platforms)
            foreach (nint device in DevicesOf(cl, platform)) devices.Add(new(cl, platform, device, devices.Count));
        if (devices.Count == 0)
        {
            string names = string.Join(", ", platforms.Select(platform => Text(cl.GetPlatformInfo, platform, Cl.PlatformName)));
            absentBecause = $"there is no OpenCL device: none on the platforms {names}";
        }
        return devices;
    }

    private static nint[] DevicesOf(OpenClLibrary cl, nint platform)
    {
        uint count = 0;
        if (cl.GetDeviceIds(platform, Cl.DeviceTypeAll, 0, null, &count) != 0 || count == 0) return [];
        var devices = new nint[count];
        fixed (nint* to = devices) return cl.GetDeviceIds(platform, Cl.DeviceTypeAll, count, to, null) == 0 ? devices : [];
    }

    /// <summary>The number after <c>OpenCL</c>.</summary>
    private double VersionNumber =>
        Version.Split(' ') is [_, { } number, ..] && double.TryParse(number, CultureInfo.InvariantCulture, out double version) ? version : 0;

    /// <summary>A number that the driver knows, or 0.</summary>
    private T Number<T>(uint what)
        where T : unmanaged
    {
        T value = default;
        return _cl.GetDeviceInfo(Device, what, (nuint)sizeof(T), &value, null) == 0 ? value : default;
    }

    private static string Text(delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> get, nint of, uint what)
    {
        nuint bytes = 0;
        if (get(of, what, 0, null, &bytes) != 0 || bytes == 0) return "";
        var text = new byte[bytes];
        fixed (byte* to = text)
            if (get(of, what, bytes, to, null) != 0) return "";
        return Encoding.UTF8.GetString(text).TrimEnd('\0').Trim();
    }
}
