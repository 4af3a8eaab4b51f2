using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Measured choice among the plans of convolutions on one device: off unless a program makes one and attaches it. A plan may win only
/// if its workspace is within the cap and it computes what the direct kernel does, within the rounding bound
/// <c>2 eps sqrt(terms) sum |x| |w|</c>, times the growth of Winograd's transforms. <c>ConvTuningFile</c> saves the table and reads it again.
/// </summary>
/// <example><code>
/// var tuning = new ConvTuning(device);
/// using (tuning.Attach(measures: true)) model.Forward(x);      // measures every convolution that it meets, once
/// ConvTuningFile.Save(tuning, "tuning.json");
/// </code></example>
public sealed class ConvTuning
{
    private static readonly ConditionalWeakTable<Device, ConvTuning> s_attached = [];
    private static int s_count;

    [ThreadStatic]
    private static ConvChoice? t_forced;

    private readonly ConcurrentDictionary<string, ConvTuningEntry> _entries = new();
    private readonly ConcurrentDictionary<(ConvShape Shape, ConvDirection Direction, ElementType Type), ConvChoice?> _choices = new();
    private readonly Lock _measuring = new();
    private readonly List<string> _warnings = [];
    private bool _measures;

    /// <summary>An empty table.</summary>
    /// <param name="device">The device that is measured.</param>
    /// <param name="workspaceCap">The most bytes that a plan may take besides input, filter and output.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cap is negative.</exception>
    public ConvTuning(Device device, long workspaceCap = 256L << 20)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (workspaceCap < 0)
            throw new ArgumentOutOfRangeException(nameof(workspaceCap), $"[tuning] the cap of the workspace must be at least 0. Got {workspaceCap}.");
        (Device, WorkspaceCap) = (device, workspaceCap);
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The most bytes that a plan may take besides input, filter and output.</summary>
    public long WorkspaceCap { get; }

    /// <summary>What was measured or read, by shape and direction.</summary>
    public IReadOnlyList<ConvTuningEntry> Entries => [.. _entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)];

    /// <summary>What was wrong with the file that the table was read from; each was given to <see cref="Trace.TraceWarning(string)"/> too.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// Lets convolutions on the device use the table until the returned object is disposed; what it does not know is planned, or
    /// measured when it is first met.
    /// </summary>
    /// <param name="measures">Whether to measure what is not known.</param>
    /// <exception cref="InvalidOperationException">Another table is attached to the device.</exception>
    public IDisposable Attach(bool measures = false)
    {
        if (!s_attached.TryAdd(Device, this))
            throw new InvalidOperationException($"[tuning] a device must have one table at a time. Got a second one for {Device.Id}.");
        Interlocked.Increment(ref s_count);
        _measures = measures;
        return new Attachment(this);
    }

    /// <summary>Measures the plans of a shape now, also where the table knows it already.</summary>
    /// <returns>What was found; the table has it too.</returns>
    public ConvTuningEntry Measure(ConvShape shape, ConvDirection direction, ElementType type = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        // One at a time: two measurements at once would measure each other.
        lock (_measuring)
        {
            ConvTuningEntry entry = new ConvMeasurement(shape, direction, type, Device, WorkspaceCap, Forced).Run();
            Add(entry);
            return entry;
        }
    }

    /// <summary>What an attached table says of a convolution, or null.</summary>
    internal static ConvChoice? ChoiceOf(ConvShape shape, ConvDirection direction, Tensor tensor)
    {
        if (t_forced is { } forced) return forced;
        if (shape.Algorithm != ConvAlgorithm.Planned || Volatile.Read(ref s_count) == 0 || !s_attached.TryGetValue(tensor.Device, out ConvTuning? tuning)) return null;
        return tuning.Find(shape, direction, tensor.Type);
    }

    internal void Add(ConvTuningEntry entry)
    {
        _entries[Key(entry.Shape, entry.Direction, entry.Type)] = entry;
        _choices.Clear();
    }

    internal void Warn(string warning)
    {
        _warnings.Add(warning);
        Trace.TraceWarning(warning);
    }

    private static string Key(string shape, ConvDirection direction, ElementType type) => $"{shape}, {direction}, {type}";

    /// <summary>Runs the work with one plan for every convolution of this thread.</summary>
    private static T Forced<T>(ConvChoice choice, Func<T> work)
    {
        ConvChoice? outer = t_forced;
        t_forced = choice;
        try
        {
            return work();
        }
        finally
        {
            t_forced = outer;
        }
    }

    private ConvChoice? Find(ConvShape shape, ConvDirection direction, ElementType type)
    {
        if (_choices.TryGetValue((shape, direction, type), out ConvChoice? known)) return known;
        bool isEmpty = shape.Output.Elements == 0 || shape.Input.Elements == 0;
        string key = Key(shape.ToString(), direction, type);
        if (!_entries.TryGetValue(key, out ConvTuningEntry? entry) && _measures && !isEmpty)
        {
            // Another caller may just be measuring it.
            lock (_measuring) entry = _entries.TryGetValue(key, out entry) ? entry : Measure(shape, direction, type);
        }
        // A name that this version has no plan for is as good as none.
        ConvChoice? choice = entry is not null && ConvChoice.All(shape, direction, Device.Capabilities).Contains(new ConvChoice(entry.Choice))
            ? new ConvChoice(entry.Choice) : null;
        return _choices[(shape, direction, type)] = choice;
    }

    private sealed class Attachment(ConvTuning tuning) : IDisposable
    {
        private int _isDone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDone, 1) != 0) return;
            s_attached.Remove(tuning.Device);
            Interlocked.Decrement(ref s_count);
            tuning._measures = false;
        }
    }
}
