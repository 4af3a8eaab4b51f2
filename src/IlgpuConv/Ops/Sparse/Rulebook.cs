using System.Collections.Concurrent;

namespace IlgpuConv.Ops;

/// <summary>
/// Which input site each output site reads through each tap of a filter: for every tap, in row-major order with the width fastest, a list of
/// pairs that ascends on both sides. It is the sites' own and kept with them; convolution, both its gradients, the inverse convolution and
/// pooling use the same one.
/// </summary>
public sealed class Rulebook
{
    private readonly int[] _begins;
    private readonly ConcurrentDictionary<(int BlockSites, bool IsReversed), Lazy<DeviceInts>> _bounds = [];
    private readonly Lazy<RowMap> _windows;

    internal Rulebook(RulebookGeometry geometry, SparseSites input, SparseSites output, int[] begins, int[] inputs, int[] outputs)
    {
        (Geometry, Input, Output, _begins) = (geometry, input, output, begins);
        (InputRows, OutputRows) = (new DeviceInts(inputs), new DeviceInts(outputs));
        _windows = new(Window);
        if (geometry.Kind == RulebookKind.Convolution) output.Origin = this;
    }

    /// <summary>Where the output sites come from.</summary>
    public RulebookKind Kind => Geometry.Kind;

    /// <summary>The sites that are read.</summary>
    public SparseSites Input { get; }

    /// <summary>The sites that are written.</summary>
    public SparseSites Output { get; }

    /// <summary>Taps of the filter; in two dimensions the depth has one.</summary>
    public Triple Kernel => Geometry.Kernel;

    /// <summary>Input positions from one output to the next.</summary>
    public Triple Stride => Geometry.Stride;

    /// <summary>Input positions from one tap to the next.</summary>
    public Triple Dilation => Geometry.Dilation;

    /// <summary>The number of taps.</summary>
    public int Taps => _begins.Length - 1;

    /// <summary>Pairs of all taps: multiplied by the channels in and out, the multiply-adds of a convolution.</summary>
    public int Pairs => _begins[^1];

    internal RulebookGeometry Geometry { get; }

    internal DeviceInts InputRows { get; }

    internal DeviceInts OutputRows { get; }

    /// <summary>The input sites that each output site reads, in the order of the taps.</summary>
    internal RowMap Windows => _windows.Value;

    /// <summary>Pairs of a tap.</summary>
    public int Count(int tap) => _begins[tap + 1] - _begins[tap];

    /// <summary>The input sites of a tap's pairs, in ascending order.</summary>
    public ReadOnlySpan<int> Inputs(int tap) => InputRows.Values.AsSpan(_begins[tap], Count(tap));

    /// <summary>The output sites of a tap's pairs, in ascending order.</summary>
    public ReadOnlySpan<int> Outputs(int tap) => OutputRows.Values.AsSpan(_begins[tap], Count(tap));

    /// <summary>The same as a table: element <c>[tap, output site]</c> is the input site that is read, -1 where there is none.</summary>
    public int[,] Neighbours()
    {
        var table = new int[Taps, Output.Count];
        for (int tap = 0; tap < Taps; tap++)
        {
            for (int o = 0; o < Output.Count; o++) table[tap, o] = -1;
            ReadOnlySpan<int> inputs = Inputs(tap), outputs = Outputs(tap);
            for (int i = 0; i < inputs.Length; i++) table[tap, outputs[i]] = inputs[i];
        }
        return table;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Kernel}: {Input} to {Output}, {Pairs} pairs";

    /// <summary>
    /// Where the pairs of each block of written sites begin: element <c>[tap, block]</c>, with one more at the end of each tap. A block has one
    /// owner, and so has every sum.
    /// </summary>
    /// <param name="blockSites">Sites of a block.</param>
    /// <param name="isReversed">Whether input sites are written.</param>
    internal DeviceInts Bounds(int blockSites, bool isReversed) => _bounds.GetOrAdd((blockSites, isReversed), _ => new(() =>
    {
        int sites = (isReversed ? Input : Output).Count, blocks = (sites + blockSites - 1) / blockSites;
        int[] rows = (isReversed ? InputRows : OutputRows).Values;
        var bounds = new int[checked(Taps * (blocks + 1))];
        HostSlices.Each(Taps, tap =>
        {
            int at = _begins[tap];
            for (int b = 0; b <= blocks; b++)
            {
                long first = (long)b * blockSites;
                int low = at, high = _begins[tap + 1];
                while (low < high)
                {
                    int middle = (low + high) >> 1;
                    if (rows[middle] < first) low = middle + 1;
                    else high = middle;
                }
                bounds[tap * (blocks + 1) + b] = at = low;
            }
        });
        return new DeviceInts(bounds);
    })).Value;

    private RowMap Window()
    {
        var begins = new int[Output.Count + 1];
        foreach (int row in OutputRows.Values) begins[row + 1]++;
        for (int i = 0; i < Output.Count; i++) begins[i + 1] += begins[i];
        int[] next = begins[..^1];
        var rows = new int[Pairs];
        for (int i = 0; i < Pairs; i++) rows[next[OutputRows.Values[i]]++] = InputRows.Values[i];
        return RowMap.Of(Input.Count, begins, rows);
    }
}
