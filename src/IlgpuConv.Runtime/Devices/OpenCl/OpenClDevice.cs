namespace IlgpuConv.Runtime;

/// <summary>
/// A device of an OpenCL driver. Launches, fills and copies are queued and run in order; reading waits for what was queued before.
/// </summary>
/// <remarks>
/// A GPU runs a lane as a work item. A device whose type is a processor runs a group as a vector, and a work item of it many groups: there
/// that is about ten times as fast.
/// </remarks>
public sealed unsafe partial class OpenClDevice : Device
{
    private readonly OpenClDeviceInfo _info;
    private readonly OpenClLibrary _cl;
    private readonly bool _isVector;
    private readonly int _lanes;
    private readonly OpenClCompiler _compiler;

    /// <summary>Held while something is queued: the arguments of a kernel are part of it, and nothing is queued after the end.</summary>
    private readonly Lock _queueing = new();
    private readonly Lock _compiling = new();
    private nint _context;
    private nint _queue;
    private OpenClProgram?[] _programs = [];

    internal OpenClDevice(OpenClDeviceInfo info, OpenClOptions options)
    {
        (_info, _cl) = (info, info.Library);
        bool isAsked = options.Form != OpenClForm.Automatic;
        _isVector = isAsked ? options.Form == OpenClForm.Vectors : info.IsProcessor;
        _lanes = options.Lanes ?? (_isVector ? UsualVector(info) : UsualGroup(info));
        Id = isAsked && !_isVector ? $"{info.Id}/items" : info.Id;
        if (_isVector ? _lanes is not (8 or 16) : _lanes < 1 || _lanes > info.LargestGroup)
        {
            string rule = _isVector ? "8 or 16 as vectors" : $"1 to {info.LargestGroup} as work items";
            throw new ArgumentOutOfRangeException(nameof(options), $"[device] the lanes of a group must be {rule} on {Id}. Got {_lanes}.");
        }
        int registers = _isVector && _lanes < 16 && System.Runtime.Intrinsics.X86.X86Base.IsSupported ? 16 : 32;
        Capabilities = new DeviceCapabilities(
            _isVector ? DeviceKind.Cpu : DeviceKind.Gpu, _lanes, info.ComputeUnits, registers, info.Memory, info.HasDouble, false);
        Memory = new MemoryPool(Id, info.Memory, CreateBuffer, Free);
        CreateContext();
        _compiler = new OpenClCompiler(info, Id, _context, _isVector, new OpenClProgramCache(options.CacheFolder ?? OpenClProgramCache.DefaultFolder));
    }

    /// <summary>Gives what a forgotten device holds back to the driver.</summary>
    ~OpenClDevice()
    {
        if (_queue != 0) Release();
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name =>
        $"{_info.Name}, {_info.PlatformName}, driver {_info.DriverVersion}, " + (_isVector ? $"vectors of {_lanes}" : $"groups of {_lanes} work items");

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override MemoryPool Memory { get; }

    /// <summary>Kernels that the driver compiled from text for this object.</summary>
    public int ProgramsBuilt => _compiler.Built;

    /// <summary>Kernels that came from the program cache.</summary>
    public int ProgramsLoaded => _compiler.Loaded;

    /// <summary>How many references the driver counts to the context: buffers, programs and the queue each hold one or more.</summary>
    internal int ContextReferences
    {
        get
        {
            uint count;
            Check(_cl.GetContextInfo(_context, Cl.ContextReferenceCount, sizeof(uint), &count, null), "clGetContextInfo");
            return (int)count;
        }
    }

    /// <summary>Opens a device of its own, which <see cref="Devices"/> does not share.</summary>
    /// <param name="id">The device, such as <c>opencl:0</c>.</param>
    /// <param name="options">Which form of kernels it runs, and where programs are kept.</param>
    /// <exception cref="ArgumentException">There is no such device, or the options do not suit it.</exception>
    public static OpenClDevice Open(string id = "opencl:0", OpenClOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return OpenClProvider.OfMachine.Open(id, options ?? new OpenClOptions());
    }

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Text(kernel).Lanes;
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        nint last;
        lock (_queueing)
        {
            CheckOpen();
            Check(_cl.EnqueueMarkerWithWaitList(_queue, 0, null, &last), "clEnqueueMarkerWithWaitList");
        }
        Wait(last, "the commands before clEnqueueMarkerWithWaitList");
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_queueing)
        {
            // What is queued ends first: a driver may otherwise run on memory of the process that is given back next.
            _cl.Finish(_queue);
            lock (_compiling) Release();
        }
    }

    /// <summary>The widest vector that the device has at full speed; narrower ones than 8 lanes are made of two.</summary>
    private static int UsualVector(OpenClDeviceInfo info) => info.VectorWidth >= 16 ? 16 : 8;

    /// <summary>Work items that run in step, or as many of them as make at least 32.</summary>
    private static int UsualGroup(OpenClDeviceInfo info)
    {
        int warp = info.WarpSize;
        return (int)Math.Clamp((warp + 31) / warp * warp, 1, Math.Max(1, info.LargestGroup));
    }

    private void CreateContext()
    {
        nint* properties = stackalloc nint[] { Cl.ContextPlatform, _info.Platform, 0 };
        nint device = _info.Device;
        int code;
        _context = _cl.CreateContext(properties, 1, &device, 0, 0, &code);
        Check(code, "clCreateContext");
        _queue = _cl.CreateCommandQueue(_context, device, Cl.QueueProfilingEnable, &code);
        if (code == 0) return;
        _cl.ReleaseContext(_context);
        Check(code, "clCreateCommandQueue");
    }

    /// <summary>The driver counts who uses what: buffers that are still in use keep the context until they come back.</summary>
    private void Release()
    {
        Memory.Close();
        foreach (OpenClProgram? program in _programs) program?.Release();
        _cl.ReleaseCommandQueue(_queue);
        _cl.ReleaseContext(_context);
        (_queue, _context) = (0, 0);
    }

    private OpenClText Text(Kernel kernel) => OpenClText.Of(kernel, _isVector, _lanes, Capabilities.SupportsDouble, Id);

    /// <summary>The program of a kernel, compiled at its first use.</summary>
    private OpenClProgram Program(Kernel kernel)
    {
        OpenClProgram?[] programs = Volatile.Read(ref _programs);
        if (kernel.Index < programs.Length && programs[kernel.Index] is { } known) return known;
        lock (_compiling)
        {
            CheckOpen();
            if (kernel.Index < _programs.Length && _programs[kernel.Index] is { } made) return made;
            OpenClText text = Text(kernel);
            CheckArguments(kernel);
            OpenClProgram program = _compiler.Make(kernel, text);
            OpenClProgram?[] grown = [.. _programs, .. new OpenClProgram?[Math.Max(0, kernel.Index + 1 - _programs.Length)]];
            grown[kernel.Index] = program;
            Volatile.Write(ref _programs, grown);
            return program;
        }
    }

    private void CheckArguments(Kernel kernel)
    {
        int views = kernel.Parameters.Count(parameter => parameter.View is not null);
        long bytes = kernel.Code.PackedBytes + ((long)views * sizeof(nint));
        if (kernel.Code.Pack == null || bytes > _info.LargestArguments)
        {
            throw new ArgumentException(
                $"[launch] the packed arguments of a kernel must fit the device's limit of {_info.LargestArguments} bytes. " +
                $"Got {(kernel.Code.Pack == null ? "no packed arguments" : $"{bytes} bytes")} for {kernel.Name} on {Id}.",
                nameof(kernel));
        }
    }

    private nint CreateBuffer(long bytes)
    {
        int code;
        nint memory = _cl.CreateBuffer(_context, Cl.MemReadWrite, (nuint)bytes, null, &code);
        if (code == 0) return memory;
        throw new OutOfMemoryException($"{OpenClErrors.Text(code)} from clCreateBuffer; a buffer has at most {_info.LargestBuffer} bytes");
    }

    private void Free(nint memory) => _cl.ReleaseMemObject(memory);

    private void Check(int code, string call)
    {
        if (code != 0) throw Fault(code, call);
    }

    private Exception Fault(int code, string call)
    {
        if (code != Cl.MemObjectAllocationFailure) return OpenClException.Of(code, call, $"{Id} ({_info.Name})");
        return new DeviceMemoryException(
            $"[memory] a device must have room for the buffers of what it runs. Got {OpenClErrors.Text(code)} from {call} on {Id} ({_info.Name}) " +
            $"with {Memory.InUse} bytes in use, {Memory.Cached} cached, and a cap of {Memory.Cap}.");
    }

    /// <summary>Waits for a command and gives its event back.</summary>
    private void Wait(nint command, string call)
    {
        int code = _cl.WaitForEvents(1, &command);
        if (code == Cl.ExecStatusErrorForEventsInWaitList)
        {
            int status = code;
            if (_cl.GetEventInfo(command, Cl.EventCommandExecutionStatus, sizeof(int), &status, null) == 0 && status < 0) code = status;
        }
        _cl.ReleaseEvent(command);
        Check(code, call);
    }
}
