using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using IlgpuConv.Runtime;
using Accelerator = ILGPU.Runtime.Accelerator;
using AcceleratorStream = ILGPU.Runtime.AcceleratorStream;
using AcceleratorType = ILGPU.Runtime.AcceleratorType;
using CLAccelerator = ILGPU.Runtime.OpenCL.CLAccelerator;

namespace IlgpuConv.Ilgpu;

/// <summary>
/// An accelerator of ILGPU as a device: ILGPU compiles each kernel when it is first launched. Launches and copies run in the order of
/// one stream. An accelerator, a stream and memory that the program brought stay the program's.
/// </summary>
public sealed partial class IlgpuDevice : Device
{
    private const int WidestGroup = 1024;

    private static readonly ConditionalWeakTable<Accelerator, IlgpuDevice> s_ofAccelerators = [];

    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly Context? _owned;
    private readonly IlgpuOptions _options;
    private readonly bool _isProcessor;
    private readonly int _lanes;

    private IlgpuDevice(string id, Accelerator accelerator, AcceleratorStream stream, Context? owned, IlgpuOptions options)
    {
        (Id, _accelerator, _stream, _owned, _options) = (id, accelerator, stream, owned, options);
        _isProcessor = accelerator.AcceleratorType == AcceleratorType.CPU;
        int most = Math.Min(accelerator.MaxNumThreadsPerGroup, WidestGroup);
        _lanes = options.Lanes ?? (_isProcessor ? 1 : Math.Clamp(accelerator.WarpSize, 1, most));
        if (_lanes < 1 || _lanes > most)
            throw new ArgumentOutOfRangeException(nameof(options), $"[ilgpu] the lanes of a group must lie in 1 to {most} on {id}. Got {_lanes}.");
        long memory = _isProcessor ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : accelerator.MemorySize;
        Memory = new MemoryPool(id, memory, AllocateBlock, FreeBlock);
        int registers = _isProcessor && X86Base.IsSupported && !Avx512F.IsSupported ? 16 : 32;
        Capabilities = new DeviceCapabilities(
            _isProcessor ? DeviceKind.Cpu : DeviceKind.Gpu, _lanes, accelerator.NumMultiprocessors, registers, memory,
            accelerator is not CLAccelerator opencl || opencl.Capabilities.Float64, false);
        accelerator.Disposed += AcceleratorDisposed;
        s_ofAccelerators.AddOrUpdate(accelerator, this);
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name => $"{_accelerator.Name}, ILGPU, groups of {_lanes}";

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override MemoryPool Memory { get; }

    /// <summary>The accelerator that runs the kernels.</summary>
    public Accelerator Accelerator => _accelerator;

    /// <summary>The stream that launches and copies go to.</summary>
    public AcceleratorStream Stream => _stream;

    /// <summary>
    /// A device on an accelerator that the program has. Disposing it gives back what it allocated and loaded; the accelerator, the stream
    /// and the program's memory stay as they are. Where the program disposes the accelerator first, the device ends with it.
    /// </summary>
    /// <param name="accelerator">The accelerator; its context was built with <c>EnableAlgorithms()</c>.</param>
    /// <param name="stream">The stream for launches and copies, or null for the accelerator's default stream.</param>
    /// <param name="options">How kernels run.</param>
    /// <exception cref="ArgumentException">The stream is another accelerator's, or the options do not suit this one.</exception>
    public static IlgpuDevice From(Accelerator accelerator, AcceleratorStream? stream = null, IlgpuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        if (stream is not null && stream.Accelerator != accelerator)
        {
            throw new ArgumentException(
                $"[ilgpu] a stream must be one of the accelerator's. Got a stream of {stream.Accelerator.Name} for {accelerator.Name}.", nameof(stream));
        }
        return new IlgpuDevice(IdOf(accelerator.AcceleratorType), accelerator, stream ?? accelerator.DefaultStream, null, options ?? new IlgpuOptions());
    }

    /// <summary>A device that owns its accelerator and the context of it.</summary>
    internal static IlgpuDevice Owning(string id, Context context, Accelerator accelerator) =>
        new(id, accelerator, accelerator.DefaultStream, context, new IlgpuOptions());

    /// <summary>The last device that was made of an accelerator, or null.</summary>
    internal static IlgpuDevice? Of(Accelerator accelerator) =>
        s_ofAccelerators.TryGetValue(accelerator, out IlgpuDevice? device) && !device.IsDisposed ? device : null;

    /// <summary>The id of devices of a kind of accelerators, without a number.</summary>
    internal static string IdOf(AcceleratorType type) => type switch
    {
        AcceleratorType.CPU => "ilgpu-cpu",
        AcceleratorType.OpenCL => "ilgpu-opencl",
        _ => "ilgpu-cuda",
    };

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel) => _lanes;

    /// <inheritdoc/>
    public override void Synchronize()
    {
        CheckOpen();
        _stream.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_launching)
        {
            _accelerator.Disposed -= AcceleratorDisposed;
            s_ofAccelerators.Remove(_accelerator);
            if (!_accelerator.IsDisposed)
            {
                _stream.Synchronize();
                foreach (IlgpuProgram? program in _programs) program?.Dispose();
            }
            Memory.Close();
            if (_owned is null) return;
            _accelerator.Dispose();
            _owned.Dispose();
        }
    }

    private void AcceleratorDisposed(object? sender, EventArgs e) => Dispose();
}
