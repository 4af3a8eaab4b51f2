using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Finds the pairs of input and output sites of each tap. For one tap the way from input to output keeps the order of the keys, so every list
/// ascends on both sides without being sorted.
/// </summary>
internal static class RulebookBuilder
{
    private const int SliceSites = 4096;

    /// <summary>The rulebook of a geometry over given sites: input sites, or of a transposed convolution the output sites.</summary>
    public static Rulebook Build(SparseSites sites, RulebookGeometry geometry) =>
        geometry.Kind == RulebookKind.Submanifold ? Submanifold(sites, geometry) : Generate(sites, geometry);

    /// <summary>
    /// A tap and the one opposite to it have the same pairs with input and output exchanged, so the first half of the taps is searched; the
    /// middle one pairs each site with itself. The neighbours of ascending sites in one row of the filter ascend too: a walk along the keys
    /// beside the sites meets them all, without a look-up. Pairs are counted first and written then, slices of the sites at the same time.
    /// </summary>
    private static Rulebook Submanifold(SparseSites sites, RulebookGeometry g)
    {
        int taps = g.Taps, half = taps / 2, width = g.Kernel.Width, rows = half / width + (half % width > 0 ? 1 : 0);
        int slices = (int)((sites.Count + SliceSites - 1L) / SliceSites);
        // Element [slice][tap]: pairs, and then where they are written.
        var places = new int[Math.Max(1, checked(slices * half))];
        void Each(int[] inputs, int[] outputs) => HostSlices.Each(rows * slices, part =>
        {
            int row = part % rows, slice = part / rows, tap = row * width;
            Span<int> at = places.AsSpan(slice * half + tap, Math.Min(width, half - tap));
            int from = slice * SliceSites;
            Walk(sites, g, tap, from, Math.Min(from + SliceSites, sites.Count), at, inputs, outputs);
        });

        Each([], []);
        var begins = new int[taps + 1];
        for (int tap = 0; tap < half; tap++)
        {
            begins[tap + 1] = begins[tap];
            for (int s = 0; s < slices; s++) begins[tap + 1] = Add(begins[tap + 1], places[s * half + tap]);
            for (int s = slices - 1, at = begins[tap + 1]; s >= 0; s--) places[s * half + tap] = at -= places[s * half + tap];
        }
        begins[half + 1] = Add(begins[half], sites.Count);
        for (int tap = half + 1; tap < taps; tap++) begins[tap + 1] = Add(begins[tap], begins[taps - tap] - begins[taps - 1 - tap]);

        int[] inputs = GC.AllocateUninitializedArray<int>(begins[taps]), outputs = GC.AllocateUninitializedArray<int>(begins[taps]);
        Each(inputs, outputs);
        HostSlices.Each(taps - half, i =>
        {
            int tap = half + i, count = begins[tap + 1] - begins[tap], opposite = begins[taps - 1 - tap];
            inputs.AsSpan(opposite, count).CopyTo(outputs.AsSpan(begins[tap]));
            outputs.AsSpan(opposite, count).CopyTo(inputs.AsSpan(begins[tap]));
            for (int k = 0; i == 0 && k < count; k++) inputs[begins[tap] + k] = outputs[begins[tap] + k] = k;
        });
        return new Rulebook(g, sites, sites, begins, inputs, outputs);
    }

    /// <summary>
    /// The pairs of some taps of a row, those from <paramref name="tap"/> on, whose output sites lie from a beginning to before an end. Where there
    /// is no room for them, <paramref name="at"/> counts them; else it says where each tap's next pair goes.
    /// </summary>
    private static void Walk(SparseSites sites, RulebookGeometry g, int tap, int from, int to, Span<int> at, Span<int> inputs, Span<int> outputs)
    {
        (int d, int h, int w) = Offset(g, tap);
        Triple grid = sites.Grid;
        long shift = ((long)d * grid.Height + h) * grid.Width + w, reach = (long)(at.Length - 1) * g.Dilation.Width;
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
                int place = at[number]++;
                if (inputs.Length == 0) continue;
                inputs[place] = n;
                outputs[place] = i;
            }
        }
    }

    /// <summary>The sites on the other side are all that some tap reaches; then each that was reached is looked up in their hash table.</summary>
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
        SiteTable table = made.Table;
        HostSlices.Each(taps, tap =>
        {
            (int[] from, long[] keys) = reached[tap];
            from.CopyTo(given, begins[tap]);
            for (int i = 0; i < keys.Length; i++) other[begins[tap] + i] = table.Find(keys[i]);
        });
        return forward ? new Rulebook(g, sites, made, begins, given, other) : new Rulebook(g, made, sites, begins, other, given);
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
