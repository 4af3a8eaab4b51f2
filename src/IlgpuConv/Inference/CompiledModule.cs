using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>
/// A network made ready for inference on inputs of one shape: a list of launches over memory that is planned once. Batch normalisation,
/// activations and sums are part of the convolutions before them, and a call allocates nothing. One instance is for one caller at a time; the
/// parameters it was compiled with must not change, see <see cref="Refresh"/>.
/// </summary>
/// <example><code>
/// using CompiledModule compiled = network.Eval().Compile([1, 3, 224, 224]);
/// compiled.Run(image, scores);
/// </code></example>
public sealed class CompiledModule : IDisposable
{
    private readonly Func<Tensor, Tensor> _forward;
    private readonly Module? _module;
    private readonly bool _fuses;
    private CompiledProgram _program;
    private StateWatch _state;
    private TensorBorder? _inputBorder;
    private TensorBorder? _outputBorder;
    private int _isRunning;
    private bool _isDisposed;

    internal CompiledModule(Func<Tensor, Tensor> forward, Module? module, Shape inputShape, ElementType type, Device device, bool fuses)
    {
        (_forward, _module, _fuses) = (forward, module, fuses);
        using (TensorScope.Suspend()) Input = Tensor.Zeros(inputShape, type, device);
        try
        {
            (_program, _state) = Compile();
        }
        catch
        {
            Input.Dispose();
            throw;
        }
    }

    /// <summary>The input of the next <see cref="Run()"/>; write into it, or give <see cref="Run(Tensor)"/> another tensor.</summary>
    public Tensor Input { get; }

    /// <summary>The output of the last call; the next one overwrites it. It belongs to this object.</summary>
    public Tensor Output => _program.Output;

    /// <summary>The device that runs it.</summary>
    public Device Device => Input.Device;

    /// <summary>Bytes of the memory in which everything between input and output lies.</summary>
    public long WorkspaceBytes => _program.WorkspaceBytes;

    /// <summary>The bytes that the same tensors would take if no two of them shared memory.</summary>
    public long UnplannedBytes => _program.UnplannedBytes;

    /// <summary>How many operations became part of the one before them.</summary>
    public int FusedOperations => _program.Fused;

    /// <summary>The kernels and copies of a call, in order.</summary>
    public IReadOnlyList<string> Steps => _program.Steps;

    /// <summary>Compiles a function of a tensor, such as part of a network or operations of your own.</summary>
    /// <param name="forward">Computes the output; it is called with other inputs than yours, and only while it is compiled.</param>
    /// <param name="inputShape">The shape of every input.</param>
    /// <param name="type">The element type of every input.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <param name="fuses">Whether operations may become part of others; without, the same kernels run as in the forward itself.</param>
    /// <exception cref="ArgumentException">The shape does not fit the network.</exception>
    /// <exception cref="NotSupportedException">The network looks at numbers on the way, or changes its own state: it does not always launch the same.</exception>
    public static CompiledModule Of(
        Func<Tensor, Tensor> forward, Shape inputShape, ElementType type = ElementType.Float32, Device? device = null, bool fuses = true)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(inputShape);
        return new CompiledModule(forward, null, inputShape, type, device ?? Tensor.DefaultDevice, fuses);
    }

    /// <summary>Computes <see cref="Output"/> from <see cref="Input"/>. On a device with a queue of its own the call may return before it is done.</summary>
    /// <exception cref="InvalidOperationException">Another call runs on this instance, or a parameter has changed.</exception>
    public void Run()
    {
        Begin();
        try
        {
            _program.Run();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Copies <paramref name="input"/> into <see cref="Input"/> and runs.</summary>
    /// <returns><see cref="Output"/>.</returns>
    /// <exception cref="ArgumentException">Shape, type or device differ from those that it was compiled for.</exception>
    /// <exception cref="InvalidOperationException">Another call runs on this instance, or a parameter has changed.</exception>
    public Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Begin();
        try
        {
            if (input != Input) Input.CopyFrom(input);
            _program.Run();
            return Output;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Runs on an array, into an array; both in the order of the logical shape, last axis fastest.</summary>
    /// <exception cref="ArgumentException">A length or an element type differs from what it was compiled for.</exception>
    /// <exception cref="InvalidOperationException">Another call runs on this instance, or a parameter has changed.</exception>
    public void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged
    {
        Begin();
        try
        {
            (_inputBorder ??= new TensorBorder(Input, nameof(input))).Write(input);
            _program.Run();
            (_outputBorder ??= new TensorBorder(Output, nameof(output))).Read(output);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Compiles again, with the parameters as they are now. <see cref="Output"/> is another tensor afterwards.</summary>
    /// <exception cref="InvalidOperationException">Another call runs on this instance.</exception>
    public void Refresh()
    {
        BeginAlone();
        try
        {
            (CompiledProgram program, StateWatch state) = (_program, _state);
            (_program, _state) = Compile();
            _outputBorder = null;
            program.Dispose();
            state.Dispose();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        BeginAlone();
        _isDisposed = true;
        _program.Dispose();
        _state.Dispose();
        Input.Dispose();
        End();
    }

    private (CompiledProgram Program, StateWatch State) Compile()
    {
        if (_module?.NamedModules().FirstOrDefault(entry => entry.Module.IsTraining) is { Module: { } training } found)
        {
            throw new InvalidOperationException(
                $"[inference] a network is compiled in inference; call Eval first. Got {(found.Name.Length == 0 ? "the network" : found.Name)}, a {training.GetType().Name}, in training.");
        }
        var constants = new List<Tensor>();
        try
        {
            CompiledProgram program = Compilation.Of(_forward, Input, _fuses, constants);
            return (program, new StateWatch(_module, constants));
        }
        finally
        {
            foreach (Tensor constant in constants) constant.Dispose();
        }
    }

    private void Begin()
    {
        BeginAlone();
        try
        {
            _state.Check();
        }
        catch
        {
            End();
            throw;
        }
    }

    private void BeginAlone()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Interlocked.Exchange(ref _isRunning, 1) == 0) return;
        throw new InvalidOperationException(
            $"[inference] a compiled network is for one caller at a time; compile another for each thread. Got a second call on one for {Input}.");
    }

    private void End() => Volatile.Write(ref _isRunning, 0);
}
