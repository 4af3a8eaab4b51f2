using System.Text;

namespace IlgpuConv.Runtime;

/// <summary>Makes programs for one device: from the cache, or by the driver's compiler, whose result goes into the cache.</summary>
internal sealed unsafe class OpenClCompiler(OpenClDeviceInfo info, string device, nint context, bool isVector, OpenClProgramCache cache)
{
    private static readonly byte[] s_prelude = ReadPrelude();

    private readonly OpenClLibrary _cl = info.Library;

    /// <summary>Programs that the driver compiled from text.</summary>
    public int Built { get; private set; }

    /// <summary>Programs that came from the cache.</summary>
    public int Loaded { get; private set; }

    /// <summary>Makes the program of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="text">The form of it that the device runs.</param>
    /// <exception cref="OpenClException">The driver does not compile it.</exception>
    public OpenClProgram Make(Kernel kernel, OpenClText text)
    {
        byte[] source = [.. s_prelude, .. text.Text()];
        string options = Options(text.Lanes);
        string entry = EntryPoint(kernel);
        byte[] key = OpenClProgramCache.Key(
            [info.Name, info.Vendor, info.DriverVersion, info.Version, info.PlatformName, info.PlatformVersion, options, entry], source);
        if (cache.Read(key) is { } binary && Load(binary, options, entry) is { Handle: not 0 } kept)
        {
            Loaded++;
            return new OpenClProgram(_cl, kernel, text.Lanes, kept.Program, kept.Handle);
        }
        (nint program, nint handle) = Build(kernel, source, options, entry);
        Built++;
        if (Binary(program) is { } built) cache.Write(key, built);
        return new OpenClProgram(_cl, kernel, text.Lanes, program, handle);
    }

    /// <summary>The name of the method: what follows the last dot, without the mark of a double twin.</summary>
    private static string EntryPoint(Kernel kernel)
    {
        string name = kernel.Name[(kernel.Name.LastIndexOf('.') + 1)..];
        return name.Split('/')[0];
    }

    private string Options(int formLanes)
    {
        string options = "-cl-std=CL1.2";
        if (isVector) options += $" -DLANES={formLanes}";
        if (info.RoundsDivisionsRight) options += " -cl-fp32-correctly-rounded-divide-sqrt";
        return options;
    }

    private (nint Program, nint Handle) Build(Kernel kernel, byte[] source, string options, string entry)
    {
        int code;
        nint program;
        fixed (byte* text = source)
        {
            byte* start = text;
            nuint length = (nuint)source.Length;
            program = _cl.CreateProgramWithSource(context, 1, &start, &length, &code);
        }
        Check(code, $"clCreateProgramWithSource for {kernel.Name}");
        nint handle = 0;
        try
        {
            code = Build(program, options);
            if (code != 0)
                throw new OpenClException(OpenClBuildLog.Message(kernel.Name, code, device, Encoding.UTF8.GetString(source), Log(program)), code);
            handle = CreateKernel(program, entry, out code);
            Check(code, $"clCreateKernel for {kernel.Name}");
            return (program, handle);
        }
        finally
        {
            if (handle == 0) _cl.ReleaseProgram(program);
        }
    }

    /// <summary>A program from its binary; no handle when the driver does not take it.</summary>
    private (nint Program, nint Handle) Load(byte[] binary, string options, string entry)
    {
        nint id = info.Device;
        int code, status;
        nint program;
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            nuint length = (nuint)binary.Length;
            program = _cl.CreateProgramWithBinary(context, 1, &id, &length, &start, &status, &code);
        }
        if (code != 0 || program == 0) return default;
        nint handle = status == 0 && Build(program, options) == 0 ? CreateKernel(program, entry, out _) : 0;
        if (handle == 0) _cl.ReleaseProgram(program);
        return (program, handle);
    }

    private int Build(nint program, string options)
    {
        nint id = info.Device;
        fixed (byte* text = Terminated(options)) return _cl.BuildProgram(program, 1, &id, text, 0, 0);
    }

    private nint CreateKernel(nint program, string entry, out int code)
    {
        int result;
        nint handle;
        fixed (byte* text = Terminated(entry)) handle = _cl.CreateKernel(program, text, &result);
        code = result;
        return result == 0 ? handle : 0;
    }

    /// <summary>The compiled program as the driver gives it, or null.</summary>
    private byte[]? Binary(nint program)
    {
        nuint bytes = 0;
        if (_cl.GetProgramInfo(program, Cl.ProgramBinarySizes, (nuint)sizeof(nuint), &bytes, null) != 0 || bytes == 0) return null;
        var binary = new byte[bytes];
        fixed (byte* to = binary)
        {
            byte* start = to;
            return _cl.GetProgramInfo(program, Cl.ProgramBinaries, (nuint)sizeof(byte*), &start, null) == 0 ? binary : null;
        }
    }

    private string Log(nint program)
    {
        nuint bytes = 0;
        if (_cl.GetProgramBuildInfo(program, info.Device, Cl.ProgramBuildLog, 0, null, &bytes) != 0 || bytes == 0) return "";
        var log = new byte[bytes];
        fixed (byte* to = log)
            if (_cl.GetProgramBuildInfo(program, info.Device, Cl.ProgramBuildLog, bytes, to, null) != 0) return "";
        return Encoding.UTF8.GetString(log).TrimEnd('\0');
    }

    private void Check(int code, string call)
    {
        if (code != 0) throw OpenClException.Of(code, call, device);
    }

    private static byte[] Terminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static byte[] ReadPrelude()
    {
        using Stream stream = typeof(OpenClCompiler).Assembly.GetManifestResourceStream("opencl.prelude.cl")
            ?? throw new InvalidOperationException("the prelude of OpenCL kernels is not in the assembly");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
