using System.Buffers;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Finds the pairs of input and output sites of each tap. For one tap the way from input to output keeps the order of the keys, so every list
/// ascends on both sides without being sorted.
/// </summary>
internal static class RulebookBuilder
{
    private const int SliceSites = 4096;
    private const int WalkShare = 8;

    /// <summary>The rulebook of a geometry over given sites: input sites, or of a transposed convolution the output sites.</summary>
    public static Rulebook Build(SparseSites sites, RulebookGeometry geometry) =>
        geometry.Kind == RulebookKind.Submanifold ? Submanifold(sites, geometry) : Generate(sites, geometry);

    /// <summary>
    /// A tap and the one opposite to it have the same pairs with input and output exchanged, so the first half of the taps is searched; the
    /// middle one pairs each site with itself. The neighbours of ascending sites in one row of the filter ascend too: a walk along the keys
    /// beside the sites meets them all, without a look-up. Slices of the sites are searched at the same time and put together in order.
    /// </summary>
    private static Rulebook Submanifold(SparseSites sites, RulebookGeometry g)
    {
        int taps = g.Taps, half = taps / 2, width = g.Kernel.Width, rows = (half + width - 1) / width;
        int slices = (int)((sites.Count + SliceSites - 1L) / SliceSites);
        // Element [slice][tap]: pairs, and then where they begin.
        var places = new int[checked(slices * half)];
        var parts = new int[checked(rows * slices)][];
        (int Slice, int Tap, int Taps) Part(int part) => (part / rows, part % rows * width, Math.Min(width, half - part % rows * width));
        HostSlices.Each(parts.Length, part =>
        {
            (int slice, int tap, int count) = Part(part);
            parts[part] = ArrayPool<int>.Shared.Rent(2 * count * SliceSites);
            int from = slice * SliceSites;
            Walk(sites, g, tap, from, Math.Min(from + SliceSites, sites.Count), places.AsSpan(slice * half + tap, count), parts[part]);
        });

        var begins = new int[taps + 1];
        for (int tap = 0; tap < half; tap++)
        {
            begins[tap + 1] = begins[tap];
            for (int s = 0; s < slices; s++)
            {
                int count = places[s * half + tap];
                places[s * half + tap] = begins[tap + 1];
                begins[tap + 1] = Add(begins[tap + 1], count);
            }
        }
        begins[half + 1] = Add(begins[half], sites.Count);
        for (int tap = half + 1; tap < taps; tap++) begins[tap + 1] = Add(begins[tap], begins[taps - tap] - begins[taps - 1 - tap]);

        int[] inputs = GC.AllocateUninitializedArray<int>(begins[taps]), outputs = GC.AllocateUninitializedArray<int>(begins[taps]);
        for (int i = 0; i < sites.Count; i++) inputs[begins[half] + i] = outputs[begins[half] + i] = i;
        HostSlices.Each(parts.Length, part =>
        {
            (int slice, int first, int count) = Part(part);
            for (int t = 0; t < count; t++)
            {
                int tap = first + t, begin = places[slice * half + tap], end = slice + 1 < slices ? places[(slice + 1) * half + tap] : begins[tap + 1];
                int opposite = begins[taps - 1 - tap] + begin - begins[tap];
                ReadOnlySpan<int> to = parts[part].AsSpan(2 * t * SliceSites, end - begin), from = parts[part].AsSpan((2 * t + 1) * SliceSites, end - begin);
                from.CopyTo(inputs.AsSpan(begin));
                to.CopyTo(outputs.AsSpan(begin));
                to.CopyTo(inputs.AsSpan(opposite));
                from.CopyTo(outputs.AsSpan(opposite));
            }
            ArrayPool<int>.Shared.Return(parts[part]);
        });
        return new Rulebook(g, sites, sites, begins, inputs, outputs);
    }

    /// <summary>
    /// The pairs of some taps of a row, those from <paramref name="tap"/> on, whose output sites lie from a beginning to before an end: for each tap
    /// room for the output sites of a slice, then for the input sites.
    /// </summary>
    private static void Walk(SparseSites sites, RulebookGeometry g, int tap, int from, int to, Span<int> counts, int[] pairs)
    {
        (int d, int h, int w) = Offset(g, tap);
        Triple grid = sites.Grid;
        long shift = ((long)d * grid.Height + h) * grid.Width + w, reach = (long)(counts.Length - 1) * g.Dilation.Width;
        long[] keys = sites.Keys;
        Site[] places = sites.SiteArray;
        int dilation = g.Dilation.Width, j = Array.BinarySearch(keys, keys[from] + shift);
        if (j < 0) j = ~j;
        for (int i = from; i < to; i++)
        {
            Site p = places[i];
            if ((uint)(p.Depth + d) >= (uint)grid.Depth || (uint)(p.Height + h) >= (uint)grid.Height) continue;
            long target = keys[i] + shift;
            while (j < keys.Length && keys[j] < target) j++;
            for (int n = j; n < keys.Length && keys[n] - target <= reach; n++)
            {
                int distance = (int)(keys[n] - target), number = distance;
                if (dilation > 1)
                {
                    (number, int rest) = Math.DivRem(distance, dilation);
                    if (rest != 0) continue;
                }
                // A key this near may be the end of the row before or the beginning of the next.
                if ((uint)(p.Width + w + distance) >= (uint)grid.Width) continue;
                int place = 2 * number * SliceSites + counts[number]++;
                pairs[place] = i;
                pairs[place + SliceSites] = n;
            }
        }
    }

    /// <summary>The sites on the other side are all that some tap reaches; then each that was reached is found among them.</summary>
    private static Rulebook Generate(SparseSites sites, RulebookGeometry g)
    {
        bool forward = g.Kind == RulebookKind.Convolution;
        Triple near = sites.Grid, far = forward ? g.OutputGrid(near) : g.TransposedGrid(near);
        Shape farShape = sites.Rank == 2 ? [far.Height, far.Width] : [far.Depth, far.Height, far.Width];
        SparseSites.CheckGrid(farShape, sites.Batch);
        int taps = g.Taps;
        var reached = new (int[] From, long[] Keys)[taps];
        HostSlices.Each(taps, tap => reached[tap] = Reach(sites, g, tap, far));
        var made = SparseSites.OfKeys(SortedKeys.Union([.. reached.Select(r => r.Keys)]), sites.Batch, farShape);

        var begins = new int[taps + 1];
        for (int tap = 0; tap < taps; tap++) begins[tap + 1] = Add(begins[tap], reached[tap].Keys.Length);
        int[] given = GC.AllocateUninitializedArray<int>(begins[taps]), other = GC.AllocateUninitializedArray<int>(begins[taps]);
        HostSlices.Each(taps, tap =>
        {
            (int[] from, long[] keys) = reached[tap];
            from.CopyTo(given, begins[tap]);
            Number(keys, made, other.AsSpan(begins[tap], keys.Length));
        });
        return forward ? new Rulebook(g, sites, made, begins, given, other) : new Rulebook(g, made, sites, begins, other, given);
    }

    /// <summary>The sites of ascending keys: a long list goes along beside all keys, a short one looks each up in the hash table.</summary>
    private static void Number(long[] keys, SparseSites sites, Span<int> numbers)
    {
        if (keys.Length < sites.Count / WalkShare)
        {
            SiteTable table = sites.Table;
            for (int i = 0; i < keys.Length; i++) numbers[i] = table.Find(keys[i]);
            return;
        }
        long[] all = sites.Keys;
        for (int i = 0, j = 0; i < keys.Length; i++)
        {
            while (all[j] < keys[i]) j++;
            numbers[i] = j;
        }
    }

    private static (int[] From, long[] Keys) Reach(SparseSites sites, RulebookGeometry g, int tap, Triple far)
    {
        int kw = tap % g.Kernel.Width, kh = tap / g.Kernel.Width % g.Kernel.Height, kd = tap / g.Kernel.Width / g.Kernel.Height;
        int d = kd * g.Dilation.Depth - g.Low.Depth, h = kh * g.Dilation.Height - g.Low.Height, w = kw * g.Dilation.Width - g.Low.Width;
        bool forward = g.Kind == RulebookKind.Convolution;
        int[] from = GC.AllocateUninitializedArray<int>(sites.Count);
        long[] keys = GC.AllocateUninitializedArray<long>(sites.Count);
        int count = 0;
        for (int i = 0; i < sites.Count; i++)
        {
            Site p = sites.SiteArray[i];
            int z, y, x;
            if (forward)
            {
                z = Divide(p.Depth - d, g.Stride.Depth);
                y = Divide(p.Height - h, g.Stride.Height);
                x = Divide(p.Width - w, g.Stride.Width);
            }
            else
            {
                z = p.Depth * g.Stride.Depth + d;
                y = p.Height * g.Stride.Height + h;
                x = p.Width * g.Stride.Width + w;
            }
            if ((uint)z >= (uint)far.Depth || (uint)y >= (uint)far.Height || (uint)x >= (uint)far.Width) continue;
            from[count] = i;
            keys[count++] = SparseSites.Key(new Site(p.Batch, z, y, x), far);
        }
        Array.Resize(ref from, count);
        Array.Resize(ref keys, count);
        return (from, keys);
    }

    /// <summary>The quotient, or -1 where there is none.</summary>
    private static int Divide(int position, int stride)
    {
        if (stride == 1) return position;
        (int quotient, int rest) = Math.DivRem(position, stride);
        return rest == 0 ? quotient : -1;
    }

    private static (int Depth, int Height, int Width) Offset(RulebookGeometry g, int tap)
    {
        int kw = tap % g.Kernel.Width, kh = tap / g.Kernel.Width % g.Kernel.Height, kd = tap / g.Kernel.Width / g.Kernel.Height;
        return (kd * g.Dilation.Depth - g.Low.Depth, kh * g.Dilation.Height - g.Low.Height, kw * g.Dilation.Width - g.Low.Width);
    }

    private static int Add(int begin, int count)
    {
        long end = (long)begin + count;
        if (end > int.MaxValue) throw new ArgumentException($"[sparse conv] a rulebook holds less than 2^31 pairs. Got {end} and more.");
        return (int)end;
    }
}
