using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace IlgpuConv.PtxMachine;

/// <summary>
/// The entry points of a CUDA driver, as a library would export them. Everything queued on a stream is carried out at once; a kernel that
/// does what it must not fails every later call, as a driver's does.
/// </summary>
internal static unsafe partial class FakeDriver
{
    private static readonly ConcurrentDictionary<int, FakeDevice> s_devices = new();
    private static int s_nextDevice;

    [ThreadStatic]
    private static Stack<nint>? s_contexts;

    [ThreadStatic]
    private static FakeMachine? s_current;

    /// <summary>The machine whose driver this thread starts.</summary>
    public static FakeMachine Current
    {
        get => s_current ?? throw new InvalidOperationException("no machine");
        set => s_current = value;
    }

    /// <summary>The device of the context of this thread, or null.</summary>
    private static FakeDevice? Here => s_contexts is { Count: > 0 } contexts ? FakeObjects.Get<FakeDevice>(contexts.Peek()) : null;

    /// <summary>The address of an entry point.</summary>
    public static nint Entry(string name)
    {
        if (Current.Missing.Contains(name) || !s_entries.TryGetValue(name, out nint entry)) throw new EntryPointNotFoundException($"there is no {name}");
        return entry;
    }

    /// <summary>Counts a call, and gives the code with which it fails, if it does.</summary>
    private static int Called(FakeMachine machine, string name)
    {
        lock (machine.Lock)
        {
            machine.Calls[name] = machine.Calls.GetValueOrDefault(name) + 1;
            return machine.Failing.TryGetValue(name, out int code) ? code : machine.Sticky;
        }
    }

    /// <summary>A call that needs a context.</summary>
    private static int InContext(string name, Func<FakeDevice, int> call)
    {
        if (Here is not { } device) return 201;
        int code = Called(device.Machine, name);
        return code != 0 ? code : call(device);
    }

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => Called(Current, "cuInit") is not 0 and int code ? code : Current.Devices.Count == 0 ? 100 : 0;

    [UnmanagedCallersOnly]
    private static int DriverGetVersion(int* version)
    {
        *version = Current.DriverVersion;
        return Called(Current, "cuDriverGetVersion");
    }

    [UnmanagedCallersOnly]
    private static int DeviceGetCount(int* count)
    {
        *count = Current.Devices.Count;
        return Called(Current, "cuDeviceGetCount");
    }

    [UnmanagedCallersOnly]
    private static int DeviceGet(int* device, int index)
    {
        *device = Interlocked.Increment(ref s_nextDevice);
        var made = new FakeDevice(Current, index);
        made.Context = FakeObjects.Add(made);
        s_devices[*device] = made;
        return Called(Current, "cuDeviceGet");
    }

    [UnmanagedCallersOnly]
    private static int DeviceGetName(byte* name, int bytes, int device)
    {
        byte[] text = Encoding.UTF8.GetBytes(s_devices[device].Machine.Devices[s_devices[device].Index].Name);
        text.CopyTo(new Span<byte>(name, bytes));
        name[text.Length] = 0;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int DeviceTotalMem(nuint* bytes, int device)
    {
        *bytes = (nuint)s_devices[device].Machine.MemoryBytes;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int DeviceGetAttribute(int* value, int attribute, int device)
    {
        int capability = s_devices[device].Machine.Devices[s_devices[device].Index].ComputeCapability;
        *value = attribute switch
        {
            1 => 1024,
            10 => 32,
            16 => 4,
            39 => 2048,
            75 => capability / 10,
            76 => capability % 10,
            106 => 32,
            _ => 0,
        };
        return *value == 0 && attribute != 76 ? 1 : 0;
    }

    [UnmanagedCallersOnly]
    private static int PrimaryCtxRetain(nint* context, int device)
    {
        FakeDevice one = s_devices[device];
        if (Called(one.Machine, "cuDevicePrimaryCtxRetain") is not 0 and int code) return code;
        one.Retained++;
        one.Machine.Hold("contexts", 1);
        *context = one.Context;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int PrimaryCtxRelease(int device)
    {
        FakeDevice one = s_devices[device];
        if (one.Retained == 0) return 201;
        one.Retained--;
        one.Machine.Hold("contexts", -1);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CtxPush(nint context)
    {
        if (FakeObjects.Get<FakeDevice>(context) is not { Retained: > 0 }) return 709;
        (s_contexts ??= new Stack<nint>()).Push(context);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int CtxPop(nint* context)
    {
        if (s_contexts is not { Count: > 0 }) return 201;
        *context = s_contexts.Pop();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int MemAlloc(nint* memory, nuint bytes)
    {
        nint made = 0;
        int code = InContext("cuMemAlloc_v2", device =>
        {
            lock (device.Machine.Lock)
            {
                if (device.Machine.Used + (long)bytes > device.Machine.MemoryBytes) return 2;
                device.Machine.Used += (long)bytes;
            }
            made = (nint)device.Memory.Allocate((long)bytes);
            device.Machine.Hold("blocks", 1);
            return 0;
        });
        *memory = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int MemFree(nint memory) => InContext("cuMemFree_v2", device =>
    {
        if (device.Memory.Find((ulong)memory) is not { } at || !device.Memory.Free((ulong)memory)) return 1;
        lock (device.Machine.Lock) device.Machine.Used -= at.Block.Bytes.Length;
        device.Machine.Hold("blocks", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int HostAlloc(nint* memory, nuint bytes, uint flags)
    {
        nint made = 0;
        int code = InContext("cuMemHostAlloc", device =>
        {
            made = (nint)NativeMemory.AlignedAlloc(bytes, 64);
            device.Machine.Hold("page-locked blocks", 1);
            return 0;
        });
        *memory = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int HostFree(nint memory) => InContext("cuMemFreeHost", device =>
    {
        NativeMemory.AlignedFree((void*)memory);
        device.Machine.Hold("page-locked blocks", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int EventCreate(nint* result, uint flags)
    {
        nint made = 0;
        int code = InContext("cuEventCreate", device =>
        {
            made = FakeObjects.Add(new FakeEvent());
            device.Machine.Hold("events", 1);
            return 0;
        });
        *result = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int EventDestroy(nint one) => InContext("cuEventDestroy_v2", device =>
    {
        if (!FakeObjects.Remove<FakeEvent>(one)) return 400;
        device.Machine.Hold("events", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int EventRecord(nint one, nint stream) => InContext("cuEventRecord", _ =>
    {
        if (FakeObjects.Get<FakeEvent>(one) is not { } found || FakeObjects.Get<FakeStream>(stream) is null) return 400;
        found.Seconds = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int EventSynchronize(nint one) => InContext("cuEventSynchronize", _ => FakeObjects.Get<FakeEvent>(one) is null ? 400 : 0);

    [UnmanagedCallersOnly]
    private static int EventElapsedTime(float* milliseconds, nint first, nint last)
    {
        if (FakeObjects.Get<FakeEvent>(first)?.Seconds is not { } from || FakeObjects.Get<FakeEvent>(last)?.Seconds is not { } to) return 400;
        *milliseconds = (float)((to - from) * 1000);
        return Here is { } device ? Called(device.Machine, "cuEventElapsedTime") : 201;
    }
}
