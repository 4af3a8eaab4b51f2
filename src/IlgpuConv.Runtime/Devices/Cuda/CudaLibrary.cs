using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>The entry points of the CUDA driver in a library that is loaded at run time; all return a <c>CUresult</c>.</summary>
internal sealed unsafe class CudaLibrary
{
    /// <summary>The first version with everything that is used here: CUDA 11.4, driver 470.</summary>
    public const int LeastVersion = 11040;

    public readonly delegate* unmanaged<uint, int> Init;
    public readonly delegate* unmanaged<int*, int> DriverGetVersion;
    public readonly delegate* unmanaged<int*, int> DeviceGetCount;
    public readonly delegate* unmanaged<int*, int, int> DeviceGet;
    public readonly delegate* unmanaged<byte*, int, int, int> DeviceGetName;
    public readonly delegate* unmanaged<nuint*, int, int> DeviceTotalMem;
    public readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
    public readonly delegate* unmanaged<nint*, int, int> DevicePrimaryCtxRetain;
    public readonly delegate* unmanaged<int, int> DevicePrimaryCtxRelease;
    public readonly delegate* unmanaged<nint, int> CtxPushCurrent;
    public readonly delegate* unmanaged<nint*, int> CtxPopCurrent;
    public readonly delegate* unmanaged<nint*, uint, int> StreamCreate;
    public readonly delegate* unmanaged<nint, int> StreamDestroy;
    public readonly delegate* unmanaged<nint, int> StreamSynchronize;
    public readonly delegate* unmanaged<nint, delegate* unmanaged<nint, int, nint, void>, nint, uint, int> StreamAddCallback;
    public readonly delegate* unmanaged<nint, int, int> StreamBeginCapture;
    public readonly delegate* unmanaged<nint, nint*, int> StreamEndCapture;
    public readonly delegate* unmanaged<nint*, nint, ulong, int> GraphInstantiate;
    public readonly delegate* unmanaged<nint, nint, int> GraphLaunch;
    public readonly delegate* unmanaged<nint, int> GraphExecDestroy;
    public readonly delegate* unmanaged<nint, int> GraphDestroy;
    public readonly delegate* unmanaged<nint*, uint, int> EventCreate;
    public readonly delegate* unmanaged<nint, int> EventDestroy;
    public readonly delegate* unmanaged<nint, nint, int> EventRecord;
    public readonly delegate* unmanaged<nint, int> EventSynchronize;
    public readonly delegate* unmanaged<float*, nint, nint, int> EventElapsedTime;
    public readonly delegate* unmanaged<nint*, nuint, int> MemAlloc;
    public readonly delegate* unmanaged<nint, int> MemFree;
    public readonly delegate* unmanaged<nint*, nuint, uint, int> MemHostAlloc;
    public readonly delegate* unmanaged<nint, int> MemFreeHost;
    public readonly delegate* unmanaged<nint, void*, nuint, nint, int> MemcpyHtoDAsync;
    public readonly delegate* unmanaged<void*, nint, nuint, nint, int> MemcpyDtoHAsync;
    public readonly delegate* unmanaged<nint, nint, nuint, nint, int> MemcpyDtoDAsync;
    public readonly delegate* unmanaged<nint, byte, nuint, nint, int> MemsetD8Async;
    public readonly delegate* unmanaged<nint, ushort, nuint, nint, int> MemsetD16Async;
    public readonly delegate* unmanaged<nint, uint, nuint, nint, int> MemsetD32Async;
    public readonly delegate* unmanaged<nint, nuint, uint, nuint, nuint, nint, int> MemsetD2D32Async;
    public readonly delegate* unmanaged<nint*, byte*, uint, int*, nint*, int> ModuleLoadData;
    public readonly delegate* unmanaged<nint, int> ModuleUnload;
    public readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
    public readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> LaunchKernel;

    private CudaLibrary(string name, int version, Func<string, nint> find)
    {
        (Name, Version) = (name, version);
        Init = (delegate* unmanaged<uint, int>)find("cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)find("cuDriverGetVersion");
        DeviceGetCount = (delegate* unmanaged<int*, int>)find("cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)find("cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)find("cuDeviceGetName");
        DeviceTotalMem = (delegate* unmanaged<nuint*, int, int>)find("cuDeviceTotalMem_v2");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)find("cuDeviceGetAttribute");
        DevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)find("cuDevicePrimaryCtxRetain");
        DevicePrimaryCtxRelease = (delegate* unmanaged<int, int>)find("cuDevicePrimaryCtxRelease_v2");
        CtxPushCurrent = (delegate* unmanaged<nint, int>)find("cuCtxPushCurrent_v2");
        CtxPopCurrent = (delegate* unmanaged<nint*, int>)find("cuCtxPopCurrent_v2");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)find("cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)find("cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)find("cuStreamSynchronize");
        StreamAddCallback = (delegate* unmanaged<nint, delegate* unmanaged<nint, int, nint, void>, nint, uint, int>)find("cuStreamAddCallback");
        StreamBeginCapture = (delegate* unmanaged<nint, int, int>)find("cuStreamBeginCapture_v2");
        StreamEndCapture = (delegate* unmanaged<nint, nint*, int>)find("cuStreamEndCapture");
        GraphInstantiate = (delegate* unmanaged<nint*, nint, ulong, int>)find("cuGraphInstantiateWithFlags");
        GraphLaunch = (delegate* unmanaged<nint, nint, int>)find("cuGraphLaunch");
        GraphExecDestroy = (delegate* unmanaged<nint, int>)find("cuGraphExecDestroy");
        GraphDestroy = (delegate* unmanaged<nint, int>)find("cuGraphDestroy");
        EventCreate = (delegate* unmanaged<nint*, uint, int>)find("cuEventCreate");
        EventDestroy = (delegate* unmanaged<nint, int>)find("cuEventDestroy_v2");
        EventRecord = (delegate* unmanaged<nint, nint, int>)find("cuEventRecord");
        EventSynchronize = (delegate* unmanaged<nint, int>)find("cuEventSynchronize");
        EventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)find("cuEventElapsedTime");
        MemAlloc = (delegate* unmanaged<nint*, nuint, int>)find("cuMemAlloc_v2");
        MemFree = (delegate* unmanaged<nint, int>)find("cuMemFree_v2");
        MemHostAlloc = (delegate* unmanaged<nint*, nuint, uint, int>)find("cuMemHostAlloc");
        MemFreeHost = (delegate* unmanaged<nint, int>)find("cuMemFreeHost");
        MemcpyHtoDAsync = (delegate* unmanaged<nint, void*, nuint, nint, int>)find("cuMemcpyHtoDAsync_v2");
        MemcpyDtoHAsync = (delegate* unmanaged<void*, nint, nuint, nint, int>)find("cuMemcpyDtoHAsync_v2");
        MemcpyDtoDAsync = (delegate* unmanaged<nint, nint, nuint, nint, int>)find("cuMemcpyDtoDAsync_v2");
        MemsetD8Async = (delegate* unmanaged<nint, byte, nuint, nint, int>)find("cuMemsetD8Async");
        MemsetD16Async = (delegate* unmanaged<nint, ushort, nuint, nint, int>)find("cuMemsetD16Async");
        MemsetD32Async = (delegate* unmanaged<nint, uint, nuint, nint, int>)find("cuMemsetD32Async");
        MemsetD2D32Async = (delegate* unmanaged<nint, nuint, uint, nuint, nuint, nint, int>)find("cuMemsetD2D32Async");
        ModuleLoadData = (delegate* unmanaged<nint*, byte*, uint, int*, nint*, int>)find("cuModuleLoadDataEx");
        ModuleUnload = (delegate* unmanaged<nint, int>)find("cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)find("cuModuleGetFunction");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)find("cuLaunchKernel");
    }

    /// <summary>The names under which this system keeps the driver; there is none on macOS.</summary>
    public static IReadOnlyList<string> UsualNames { get; } = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    /// <summary>The name that was found.</summary>
    public string Name { get; }

    /// <summary>The version of CUDA that the driver is for: 1000 times the major number and 10 times the minor one.</summary>
    public int Version { get; }

    /// <summary>Loads the first of <paramref name="names"/> that this machine has; it stays loaded as long as the process.</summary>
    /// <param name="names">File names or paths.</param>
    /// <param name="absentBecause">Why there is none, or null.</param>
    public static CudaLibrary? Load(IReadOnlyList<string> names, out string? absentBecause)
    {
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint library)) return Of(name, entry => NativeLibrary.GetExport(library, entry), out absentBecause);
        absentBecause = $"there is no CUDA driver; tried {string.Join(", ", names)}";
        return null;
    }

    /// <summary>A driver that is started, from its entry points.</summary>
    /// <param name="name">The library, for messages.</param>
    /// <param name="find">Gives the address of an entry point, or throws <see cref="EntryPointNotFoundException"/>.</param>
    /// <param name="absentBecause">Why it cannot be used, or null.</param>
    public static CudaLibrary? Of(string name, Func<string, nint> find, out string? absentBecause)
    {
        try
        {
            int version = 0, code = ((delegate* unmanaged<int*, int>)find("cuDriverGetVersion"))(&version);
            if (code == 0 && version < LeastVersion)
            {
                absentBecause = $"the CUDA driver is too old: kernels need one for CUDA {Text(LeastVersion)}, and {name} is for {Text(version)}";
                return null;
            }
            var library = new CudaLibrary(name, version, find);
            if (code == 0) code = library.Init(0);
            absentBecause = code switch
            {
                0 => null,
                Cu.NoDevice => $"there is no CUDA device: {name} finds none",
                _ => $"{name} fails: {CudaErrors.Text(code)} from cuInit",
            };
            return code == 0 ? library : null;
        }
        catch (EntryPointNotFoundException missing)
        {
            absentBecause = $"{name} is no driver for CUDA {Text(LeastVersion)} or later: {missing.Message}";
            return null;
        }
    }

    /// <summary>A version in words: 11.4 for 11040.</summary>
    public static string Text(int version) => $"{version / 1000}.{version % 1000 / 10}";
}
