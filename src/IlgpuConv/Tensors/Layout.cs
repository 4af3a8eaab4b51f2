namespace IlgpuConv.Tensors;

/// <summary>
/// Where the elements of a tensor lie: shape, order, and the pitch, which is the distance between neighbours along the second-fastest
/// axis. A pitch above the size of the contiguous axis makes a slice of channels a view.
/// </summary>
public sealed class Layout : IEquatable<Layout>
{
    private readonly int[] _memoryAxes;
    private readonly long[] _strides;

    /// <summary>Makes the layout of <paramref name="shape"/> in <paramref name="order"/>.</summary>
    /// <param name="shape">The logical shape.</param>
    /// <param name="order">The order in memory.</param>
    /// <param name="pitch">The pitch, or 0 for a dense tensor.</param>
    /// <exception cref="ArgumentException">The pitch is smaller than the contiguous axis.</exception>
    public Layout(Shape shape, MemoryOrder order, int pitch = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _memoryAxes = AxesOf(shape.Rank, order);
        Order = IsIdentity(_memoryAxes) ? MemoryOrder.RowMajor : order;
        Inner = shape.Rank == 0 ? 1 : shape[_memoryAxes[^1]];
        if (pitch != 0 && pitch < Inner)
            throw new ArgumentException($"[layout] the pitch must be at least the contiguous axis. Got pitch {pitch} for {shape} {order}.", nameof(pitch));
        Rows = shape.Elements == 0 ? 0 : shape.Elements / Inner;
        Pitch = pitch == 0 || Rows == 1 ? Inner : pitch;
        _strides = new long[shape.Rank];
        long stride = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            _strides[_memoryAxes[i]] = stride;
            stride = i == shape.Rank - 1 ? Pitch : stride * shape[_memoryAxes[i]];
        }
    }

    /// <summary>The logical shape.</summary>
    public Shape Shape { get; }

    /// <summary>The order in memory; <see cref="MemoryOrder.RowMajor"/> wherever the order asked for is the same thing.</summary>
    public MemoryOrder Order { get; }

    /// <summary>Elements from one row of the contiguous axis to the next.</summary>
    public int Pitch { get; }

    /// <summary>The size of the contiguous axis; 1 for a single number.</summary>
    public int Inner { get; }

    /// <summary>Rows of the contiguous axis: elements divided by <see cref="Inner"/>.</summary>
    public long Rows { get; }

    /// <summary>Whether the elements fill their range without gaps.</summary>
    public bool IsDense => Pitch == Inner;

    /// <summary>Elements from the first to the last, gaps included.</summary>
    public long Extent => Rows == 0 ? 0 : (Rows - 1) * Pitch + Inner;

    /// <summary>The logical axes in the order of memory, slowest first.</summary>
    public ReadOnlySpan<int> MemoryAxes => _memoryAxes;

    /// <summary>The logical axis that is contiguous, or -1 for a single number.</summary>
    public int ContiguousAxis => _memoryAxes.Length == 0 ? -1 : _memoryAxes[^1];

    /// <summary>Elements between neighbours along <paramref name="axis"/>.</summary>
    public long Stride(int axis) => _strides[Shape.Axis(axis)];

    /// <inheritdoc/>
    public bool Equals(Layout? other) =>
        other is not null && Shape == other.Shape && Order == other.Order && Pitch == other.Pitch;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Layout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, Order, Pitch);

    /// <inheritdoc/>
    public override string ToString() => IsDense ? $"{Shape} {Name(Order)}" : $"{Shape} {Name(Order)} pitch {Pitch}";

    private static string Name(MemoryOrder order) => order switch
    {
        MemoryOrder.RowMajor => "row-major",
        MemoryOrder.ChannelsLast => "channels-last",
        MemoryOrder.Filter => "filter",
        _ => "per-sample filter",
    };

    private static int[] AxesOf(int rank, MemoryOrder order)
    {
        // Channels-last [0, 2.., 1], filter [2.., 1, 0], per-sample filter [0, 3.., 2, 1]: a run in between moves to the front.
        (int first, int from, bool isTurned) = order switch
        {
            MemoryOrder.ChannelsLast when rank > 2 => (1, 2, false),
            MemoryOrder.Filter when rank > 1 => (0, 2, true),
            MemoryOrder.PerSampleFilter when rank > 2 => (1, 3, true),
            _ => (0, 0, false),
        };
        var axes = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int behind = i - first - (rank - from);
            axes[i] = i < first ? i : behind < 0 ? from + i - first : isTurned ? from - 1 - behind : first + behind;
        }
        return axes;
    }

    private static bool IsIdentity(int[] axes)
    {
        for (int i = 0; i < axes.Length; i++)
            if (axes[i] != i) return false;
        return true;
    }
}
