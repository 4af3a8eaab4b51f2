namespace IlgpuConv.Runtime;

/// <summary>
/// A device of the CUDA driver. Launches, fills and copies are queued on one stream and run in order; reading waits for what was queued
/// before. A lane is a thread, a group a block of threads.
/// </summary>
public sealed unsafe partial class CudaDevice : Device
{
    private readonly CudaDeviceInfo _info;
    private readonly CudaLibrary _cuda;
    private readonly CudaContext _context;
    private readonly CudaCompiler _compiler;
    private readonly MemoryPool _locked;

    /// <summary>Held while something is queued, and throughout a capture.</summary>
    private readonly Lock _queueing = new();
    private readonly Lock _compiling = new();
    private nint _stream;
    private CudaProgram?[] _programs = [];

    internal CudaDevice(CudaDeviceInfo info, CudaOptions options)
    {
        (_info, _cuda, Id) = (info, info.Library, info.Id);
        int lanes = options.Lanes ?? info.UsualGroup;
        if (lanes < 1 || lanes > info.LargestGroup)
            throw new ArgumentOutOfRangeException(nameof(options), $"[device] the lanes of a group must be 1 to {info.LargestGroup} on {Id}. Got {lanes}.");
        Capabilities = new DeviceCapabilities(DeviceKind.Gpu, lanes, info.Multiprocessors, 32, info.Memory, true, false);
        _context = new CudaContext(info);
        _compiler = new CudaCompiler(_cuda, _context, $"{Id} ({info.Name})");
        Memory = new MemoryPool(Id, info.Memory, _context.Allocate, _context.Free);
        _locked = new MemoryPool($"{Id} (page-locked)", long.MaxValue, _context.AllocateLocked, _context.FreeLocked);
        try
        {
            using CudaContext.Scope scope = _context.Enter();
            nint stream;
            Check(_cuda.StreamCreate(&stream, Cu.StreamNonBlocking), "cuStreamCreate");
            _stream = stream;
        }
        catch
        {
            _context.Leave();
            GC.SuppressFinalize(this);
            throw;
        }
    }

    /// <summary>Gives what a forgotten device holds back to the driver.</summary>
    ~CudaDevice()
    {
        if (_stream != 0) Release();
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name =>
        $"{_info.Name}, compute capability {_info.ComputeCapability / 10}.{_info.ComputeCapability % 10}, driver for CUDA {CudaLibrary.Text(_cuda.Version)}, groups of {Capabilities.Lanes} lanes";

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override MemoryPool Memory { get; }

    /// <summary>Opens a device of its own, which <see cref="Devices"/> does not share.</summary>
    /// <param name="id">The device, such as <c>cuda:0</c>.</param>
    /// <param name="options">The size of its groups.</param>
    /// <exception cref="ArgumentException">There is no such device, or the options do not suit it.</exception>
    public static CudaDevice Open(string id = "cuda:0", CudaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return CudaProvider.OfMachine.Open(id, options ?? new CudaOptions());
    }

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Capabilities.Lanes;
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        CheckOpen();
        CheckNotCaptured("Synchronize");
        using CudaContext.Scope scope = _context.Enter();
        nint mark = Mark(Cu.EventDisableTiming);
        int code = _cuda.EventSynchronize(mark);
        _cuda.EventDestroy(mark);
        Check(code, "the launches and copies before cuEventSynchronize");
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_staging)
        {
            lock (_queueing)
            {
                lock (_compiling) Release();
            }
        }
    }

    private void Release()
    {
        if (_cuda.CtxPushCurrent(_context.Handle) == 0)
        {
            _cuda.StreamSynchronize(_stream);
            _compiler.Release();
            _first?.Release();
            _second?.Release();
            _cuda.StreamDestroy(_stream);
            nint context;
            _cuda.CtxPopCurrent(&context);
        }
        _stream = 0;
        _locked.Close();
        Memory.Close();
        _context.Leave();
    }

    /// <summary>The program of a kernel, compiled at its first use.</summary>
    private CudaProgram Program(Kernel kernel)
    {
        CudaProgram?[] programs = Volatile.Read(ref _programs);
        if (kernel.Index < programs.Length && programs[kernel.Index] is { } known) return known;
        lock (_compiling)
        {
            CheckOpen();
            if (kernel.Index < _programs.Length && _programs[kernel.Index] is { } made) return made;
            if (kernel.Code.Ptx == null || kernel.Code.Pack == null)
                throw new ArgumentException($"[launch] {Id} needs PTX of the kernel. Got none in {kernel.Name}.", nameof(kernel));
            using CudaContext.Scope scope = _context.Enter();
            int lanes = Capabilities.Lanes;
            var program = new CudaProgram(kernel, lanes, _compiler.Make(kernel, lanes, isPlain: false));
            CudaProgram?[] grown = [.. _programs, .. new CudaProgram?[Math.Max(0, kernel.Index + 1 - _programs.Length)]];
            grown[kernel.Index] = program;
            Volatile.Write(ref _programs, grown);
            return program;
        }
    }

    /// <summary>The function of a program that fits the arguments.</summary>
    private nint Function(CudaProgram program, byte* arguments)
    {
        if (!program.Overlaps(arguments)) return program.Function;
        if (program.Plain != 0) return program.Plain;
        lock (_compiling)
        {
            CheckOpen();
            if (program.Plain == 0) program.Plain = _compiler.Make(program.Kernel, program.Lanes, isPlain: true);
            return program.Plain;
        }
    }

    private void Check(int code, string call)
    {
        if (code == 0) return;
        throw code != Cu.OutOfMemory ? _context.Fault(code, call) : new DeviceMemoryException(
            $"[memory] a device must have room for what it runs. Got {CudaErrors.Text(code)} from {call} on {Id} ({_info.Name}) " +
            $"with {Memory.InUse} bytes in use, {Memory.Cached} cached, and a cap of {Memory.Cap}.");
    }
}
