using System.Collections;
using System.Reflection;
using IlgpuConv.Kernels;
using IlgpuConv.PtxMachine;
using IlgpuConv.Runtime;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>
/// Runs a kernel on the same arguments in every form: the method itself as plain C#, scalar C# in groups of 1, 3 and 32 lanes,
/// vectors of 512, 256 and 128 bits, and PTX; the double twin too. Arrays are views, and guard values stand on both sides of each.
/// </summary>
internal static unsafe class KernelRun
{
    private const int Guard = 20;
    private const byte GuardByte = 0x5A;

    private static readonly Lazy<(string Name, Device Device)[]> s_devices = new(() =>
    [
        .. new[] { 1, 3, 32 }.Select(n => ($"reference of {n} lanes", (Device)new ReferenceDevice(n))),
        .. new[] { 512, 256, 128 }.Select(bits => ($"cpu of {bits} bits", (Device)new CpuDevice(2, bits))),
    ]);

    /// <summary>Asserts that all forms agree, and returns the arrays as the plain method left them.</summary>
    public static object[] Agree(CompiledSource source, string kernel, LaunchGrid grid, double tolerance, params object[] arguments)
    {
        object[] plain = Plain(source, kernel, grid, 1, arguments);
        Compare("plain C#, 3 lanes", plain, Plain(source, kernel, grid, 3, arguments), tolerance);
        foreach ((string name, Device device) in s_devices.Value) Compare(name, plain, On(device, source, kernel, grid, arguments), tolerance);
        Compare("PTX", plain, AsPtx(source, kernel, grid, arguments), tolerance);

        if (!source.Kernels.Single(k => k.Method == kernel).HasTwin || !arguments.Any(a => a is float[])) return plain;
        object[] wide = [.. arguments.Select(a => a is float[] f ? Array.ConvertAll(f, x => (double)x) : a)];
        object[] twin = On(s_devices.Value[0].Device, source, kernel, grid, wide);
        foreach ((string name, Device device) in s_devices.Value.Skip(1))
            Compare($"twin on {name}", twin, On(device, source, kernel, grid, wide), tolerance * 1e-6);
        Compare("twin as PTX", twin, AsPtx(source, kernel, grid, wide), tolerance * 1e-6);
        Compare("twin", plain, twin, Math.Max(tolerance, 1e-4));
        return plain;
    }

    public static object[] Agree(string members, string kernel, LaunchGrid grid, params object[] arguments) =>
        Agree(CompiledSource.Class(members), kernel, grid, 1e-5, arguments);

    /// <summary>Runs the compiled kernel as PTX in groups of 32 lanes, on a device of its own: a kernel that fails ends it.</summary>
    private static object[] AsPtx(CompiledSource source, string kernel, LaunchGrid grid, object[] arguments)
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(32, machine);
        try
        {
            return On(device, source, kernel, grid, arguments);
        }
        catch (KernelFaultException)
        {
            Assert.Fail($"as PTX: {machine.Fault}");
            throw;
        }
    }

    /// <summary>Runs the compiled kernel on a device.</summary>
    public static object[] On(Device device, CompiledSource source, string kernel, LaunchGrid grid, params object[] arguments)
    {
        MethodInfo launch = source.Assembly.GetTypes().Single(t => t.GetMethod(kernel + "Kernel") is not null).GetMethod(kernel)!;
        object[] results = [.. arguments.Select(a => a is Array array ? array.Clone() : a)];
        var buffers = new DeviceBuffer?[arguments.Length];
        var values = new List<object> { device, grid };
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is Array array)
            {
                (ElementType type, int size) = Element(array);
                buffers[i] = device.Allocate((array.Length + 2 * Guard) * (long)size);
                device.Fill(buffers[i]!, 0, buffers[i]!.ByteLength, [GuardByte]);
                device.Write(buffers[i]!, Guard * size, Bytes(array, size));
                values.Add(new BufferView(buffers[i]!, type, Guard, array.Length));
            }
            else
            {
                values.Add(arguments[i] is float f ? (double)f : arguments[i]);
            }
        }
        launch.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. values], null);
        device.Synchronize();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (buffers[i] is not { } buffer) continue;
            var array = (Array)results[i];
            (_, int size) = Element(array);
            var bytes = new byte[buffer.ByteLength];
            device.Read(buffer, 0, bytes);
            Assert.All(bytes[..(Guard * size)].Concat(bytes[^(Guard * size)..]), b => Assert.Equal(GuardByte, b));
            bytes.AsSpan(Guard * size, array.Length * size).CopyTo(Bytes(array, size));
            buffer.Dispose();
        }
        return results;
    }

    private static object[] Plain(CompiledSource source, string kernel, LaunchGrid grid, int lanes, object[] arguments)
    {
        MethodInfo method = source.Assembly.GetTypes().Where(t => !t.Name.EndsWith("Launch", StringComparison.Ordinal))
            .Select(t => t.GetMethod(kernel, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)).Single(m => m is not null)!;
        object[] results = [.. arguments.Select(a => a is Array array ? array.Clone() : a)];
        var pins = new List<System.Runtime.InteropServices.GCHandle>();
        ParameterInfo[] parameters = method.GetParameters();
        object[] values = [.. results.Select((a, i) => a is Array array ? View(parameters[i].ParameterType, array, pins) : a)];
        PlainRun.Launch((int)((grid.Lanes + lanes - 1) / lanes), grid.Y, grid.Z, lanes, () => method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, values, null));
        pins.ForEach(p => p.Free());
        return results;
    }

    private static object View(Type view, Array array, List<System.Runtime.InteropServices.GCHandle> pins)
    {
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(array, System.Runtime.InteropServices.GCHandleType.Pinned);
        pins.Add(pin);
        Type pointer = view.GetGenericArguments()[0].MakePointerType();
        return view.GetConstructor([pointer, typeof(long)])!.Invoke([Pointer.Box((void*)pin.AddrOfPinnedObject(), pointer), (long)array.Length]);
    }

    private static Span<byte> Bytes(Array array, int size) => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
        ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), array.Length * size);

    // By name: the runtime takes a uint[] for an int[].
    private static (ElementType Type, int Size) Element(Array array) => array.GetType().GetElementType()!.Name switch
    {
        "Single" => (ElementType.Float32, 4),
        "Double" => (ElementType.Float64, 8),
        "Int32" => (ElementType.Int32, 4),
        "UInt32" => (ElementType.UInt32, 4),
        "Int64" => (ElementType.Int64, 8),
        "UInt64" => (ElementType.UInt64, 8),
        "Byte" => (ElementType.UInt8, 1),
        string name => throw new ArgumentException($"no view of {name}"),
    };

    private static void Compare(string form, object[] expected, object[] got, double tolerance)
    {
        for (int a = 0; a < expected.Length; a++)
        {
            if (expected[a] is not Array array) continue;
            IList other = (IList)got[a];
            for (int i = 0; i < array.Length; i++)
            {
                object left = array.GetValue(i)!, right = other[i]!;
                bool same = left is float or double ? Near(Convert.ToDouble(left), Convert.ToDouble(right), tolerance) : left.Equals(right);
                Assert.True(same, $"{form}: argument {a}, element {i} is {right}, and {left} as plain C#");
            }
        }
    }

    private static bool Near(double x, double y, double tolerance) =>
        x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Max(Math.Abs(x), Math.Abs(y)));
}
