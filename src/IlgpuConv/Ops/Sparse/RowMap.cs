using System.Collections.Concurrent;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Which rows of one matrix each row of another is made of, <c>y[i] = Σ x[rows of i]</c> or their maximum: permutations, unions, windows and
/// the way to a dense grid are all such maps. Rows of i are <c>Rows[Begins[i]]</c> to before <c>Rows[Begins[i + 1]]</c>.
/// </summary>
internal sealed class RowMap
{
    private readonly Lazy<RowMap> _transposed;
    private readonly ConcurrentDictionary<(ElementType, Device), Lazy<Tensor>> _shares = [];

    private RowMap(int sources, int[] begins, int[] rows, RowMap? transposed)
    {
        (Sources, Destinations) = (sources, begins.Length - 1);
        (Begins, Rows) = (new DeviceInts(begins), new DeviceInts(rows));
        _transposed = transposed is null ? new(Transpose) : new(transposed);
    }

    /// <summary>Rows of x.</summary>
    public int Sources { get; }

    /// <summary>Rows of y.</summary>
    public int Destinations { get; }

    /// <summary>Where the rows of each row of y begin in <see cref="Rows"/>, and the end of the last.</summary>
    public DeviceInts Begins { get; }

    /// <summary>Rows of x.</summary>
    public DeviceInts Rows { get; }

    /// <summary>The adjoint: <c>x[j] = Σ y[rows that j is part of]</c>, in ascending order.</summary>
    public RowMap Transposed => _transposed.Value;

    /// <summary>A map of any lists of rows.</summary>
    public static RowMap Of(int sources, int[] begins, int[] rows) => new(sources, begins, rows, null);

    /// <summary>One row of x or none (-1) for each row of y.</summary>
    public static RowMap Gather(int sources, int[] from)
    {
        var begins = new int[from.Length + 1];
        for (int i = 0; i < from.Length; i++) begins[i + 1] = begins[i] + (from[i] < 0 ? 0 : 1);
        int[] rows = begins[^1] == from.Length ? from : Array.FindAll(from, row => row >= 0);
        return new RowMap(sources, begins, rows, null);
    }

    /// <summary>One over the number of rows of each list, <c>[rows of y, 1]</c>, of the type and on the device of a tensor.</summary>
    public Tensor Shares(Tensor like) => _shares.GetOrAdd((like.Type, like.Device), key => new(() =>
    {
        using IDisposable own = TensorScope.Suspend();
        int[] begins = Begins.Values;
        double[] shares = [.. Enumerable.Range(0, Destinations).Select(i => 1.0 / Math.Max(1, begins[i + 1] - begins[i]))];
        return Tensor.FromDoubles(shares, [Destinations, 1], key.Item1, key.Item2);
    })).Value;

    private RowMap Transpose()
    {
        int[] begins = Begins.Values, rows = Rows.Values;
        var counts = new int[Sources + 1];
        foreach (int row in rows) counts[row + 1]++;
        for (int i = 0; i < Sources; i++) counts[i + 1] += counts[i];
        int[] next = counts[..Sources];
        var back = new int[rows.Length];
        for (int i = 0; i < Destinations; i++)
            for (int k = begins[i]; k < begins[i + 1]; k++) back[next[rows[k]]++] = i;
        return new RowMap(Destinations, counts, back, this);
    }
}
