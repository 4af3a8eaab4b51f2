namespace IlgpuConv.Runtime;

/// <summary>
/// While it records, what this thread asks of a device is kept and not done: launches, copies and fills become commands, and buffers
/// become names without memory. Reading what was not computed is an error, and so is changing memory that was there before.
/// </summary>
internal sealed unsafe class LaunchTape(Device device)
{
    private static readonly nint s_firstName = nint.MinValue;

    [ThreadStatic]
    private static LaunchTape? s_current;

    /// <summary>How many tapes record, so that a launch asks for its own thread's only where there is one at all.</summary>
    private static int s_recording;

    private readonly List<DeviceCommand> _commands = [];
    private readonly List<RecordedBuffer> _buffers = [];
    private readonly HashSet<DeviceBuffer> _others = [];
    private readonly List<IDisposable> _kept = [];
    private readonly HashSet<object> _owners = [];

    /// <summary>The device whose work is kept.</summary>
    public Device Device => device;

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<DeviceCommand> Commands => _commands;

    /// <summary>The buffers that have no memory yet; <see cref="IndexOf"/> finds one by its handle.</summary>
    public IReadOnlyList<RecordedBuffer> Buffers => _buffers;

    /// <summary>The buffers with memory that launches name.</summary>
    public IReadOnlyCollection<DeviceBuffer> Others => _others;

    /// <summary>What lives as long as the commands; whoever takes the commands disposes it.</summary>
    public IReadOnlyList<IDisposable> Kept => _kept;

    /// <summary>What runs, for messages.</summary>
    public string Place { get; set; } = "the forward, before its first operation";

    /// <summary>Whether this thread records on this tape.</summary>
    public bool IsRecording => s_current == this;

    /// <summary>The tape of this thread, whatever the device, or null.</summary>
    public static LaunchTape? Current => Volatile.Read(ref s_recording) == 0 ? null : s_current;

    /// <summary>The tape that this thread records on for <paramref name="device"/>, or null.</summary>
    public static LaunchTape? Of(Device device) => Volatile.Read(ref s_recording) != 0 && s_current is { } tape && tape.Device == device ? tape : null;

    /// <summary>The handle of a buffer in commands, with memory or without.</summary>
    public static nint NameOf(DeviceBuffer buffer) => buffer is RecordedBuffer recorded ? recorded.Name : buffer.Handle;

    /// <summary>The number of a recorded buffer, or -1 of any other handle.</summary>
    public static int IndexOf(nint handle) => handle < s_firstName + int.MaxValue ? (int)(handle - s_firstName) : -1;

    /// <summary>Records until the returned object is disposed.</summary>
    public IDisposable Record() => new Turn(this);

    /// <summary>Until the returned object is disposed, this thread's work is done and not kept.</summary>
    public static IDisposable Suspend() => new Turn(null);

    /// <summary>Keeps an object as long as the commands.</summary>
    public void Keep(IDisposable something) => _kept.Add(something);

    /// <summary>Whether <paramref name="owner"/> of memory is asked about for the first time.</summary>
    public bool IsNew(object owner) => _owners.Add(owner);

    /// <summary>Says that a launch names a buffer.</summary>
    public void Note(DeviceBuffer buffer)
    {
        if (buffer is not RecordedBuffer) _others.Add(buffer);
    }

    public DeviceBuffer Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var buffer = new RecordedBuffer(this, s_firstName + _buffers.Count, bytes);
        _buffers.Add(buffer);
        return buffer;
    }

    public void Launch(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        if (grid.Lanes == 0 || grid.Y == 0 || grid.Z == 0) return;
        Add(new LaunchCommand(kernel, grid, new ReadOnlySpan<byte>(arguments, kernel.ArgumentBytes)));
    }

    /// <summary>Says that the last launch needs of the one before only what its own groups have made; both have the same grid.</summary>
    public void Follow()
    {
        if (_commands is not [.., LaunchCommand first, LaunchCommand then] || first.Grid != then.Grid) return;
        _commands.RemoveRange(_commands.Count - 2, 2);
        _commands.Add(new FollowedCommand(first, then));
    }

    public void LaunchChain(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        if (blocks == 0 || stages.Length == 0) return;
        Add(new ChainCommand(blocks, workspaceBytes, stages.ToArray()));
    }

    public void Copy(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes)
    {
        Note(source);
        if (bytes > 0) Add(new CopyCommand(source, sourceOffset, destination, destinationOffset, bytes));
    }

    public void Fill(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        if (bytes > 0) Add(new FillCommand(buffer, offset, bytes, pattern.ToArray()));
    }

    public void Write(DeviceBuffer buffer, long offset, ReadOnlySpan<byte> values)
    {
        if (values.Length > 0) Add(new WriteCommand(buffer, offset, values.ToArray()));
    }

    /// <summary>Throws where what is to be read has not been computed.</summary>
    public void CheckRead(DeviceBuffer source, long bytes)
    {
        if (source is not RecordedBuffer) return;
        throw new NotSupportedException(
            $"[inference] a compiled network cannot look at numbers on the way. Got a read of {bytes} bytes in {Place}.");
    }

    private void Add(DeviceCommand command)
    {
        foreach (BufferUse use in command.Uses)
        {
            if (!use.IsWritten || IndexOf(use.Handle) >= 0) continue;
            throw new NotSupportedException(
                $"[inference] a compiled network cannot change tensors that it has not made. Got {command.Name} in {Place}.");
        }
        _commands.Add(command);
    }

    /// <summary>The time in which a tape is this thread's, or none is.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly LaunchTape? _tape;
        private readonly LaunchTape? _before;
        private bool _isOver;

        public Turn(LaunchTape? tape)
        {
            (_tape, _before) = (tape, s_current);
            s_current = tape;
            if (tape is not null) Interlocked.Increment(ref s_recording);
        }

        public void Dispose()
        {
            if (_isOver) return;
            _isOver = true;
            s_current = _before;
            if (_tape is not null) Interlocked.Decrement(ref s_recording);
        }
    }
}
