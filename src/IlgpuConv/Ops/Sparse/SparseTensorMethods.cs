using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The ways between sparse and dense tensors, and sums of sparse ones.</summary>
public static class SparseTensorMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The places of a dense tensor at which some channel is larger than a threshold in magnitude, with their features; gradients flow back to
        /// these places. The elements are read by the host to find them.
        /// </summary>
        /// <param name="threshold">What the largest magnitude must exceed.</param>
        /// <exception cref="ArgumentException">The tensor is not <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c> of a floating-point type.</exception>
        public SparseTensor ToSparse(double threshold = 0)
        {
            if (x.Shape.Rank is not (4 or 5) || !x.IsFloating || x.Shape.Skip(1).Any(size => size < 1))
                throw new ArgumentException($"[sparse] a dense tensor must be [N, C, (D,) H, W] of a floating-point type. Got {x}.");
            Shape spatial = [.. x.Shape.Skip(2)];
            int channels = x.Shape[1], places = checked((int)(x.Shape.Elements / channels));
            Tensor rows = MemoryViewOperation.View(x.InOrder(MemoryOrder.ChannelsLast), [places, channels], MemoryOrder.RowMajor);
            double[] values = rows.ToDoubles();
            int[] active = [.. Enumerable.Range(0, places).Where(place => IsBeyond(values.AsSpan(place * channels, channels), threshold))];
            SparseSites sites = SparseSites.OfKeys(Array.ConvertAll(active, place => (long)place), x.Shape[0], spatial);
            return new SparseTensor(sites, new RowMapOperation(RowMap.Gather(places, active), "to sparse", SparseReads.Places).Apply(rows));
        }
    }

    extension(SparseTensor x)
    {
        /// <summary>The dense tensor <c>[N, C, (D,) H, W]</c>, zero where there is no site.</summary>
        /// <exception cref="ArgumentException">It has 2^31 elements or more.</exception>
        public Tensor ToDense()
        {
            SparseSites sites = x.Sites;
            Int128 elements = sites.SpatialShape.Aggregate((Int128)sites.Batch * x.Channels, (n, size) => n * size);
            if (elements > int.MaxValue)
                throw new ArgumentException($"[sparse] a dense tensor must have less than 2^31 elements. Got {elements} of {x}.");
            Shape dense = x.DenseShape;
            int places = checked((int)(dense.Elements / x.Channels));
            var from = new int[places];
            Array.Fill(from, -1);
            for (int i = 0; i < sites.Count; i++) from[sites.Keys[i]] = i;
            Tensor rows = new RowMapOperation(RowMap.Gather(sites.Count, from), "to dense", SparseReads.Places).Apply(x.Features);
            return MemoryViewOperation.View(rows, dense, MemoryOrder.ChannelsLast);
        }

        /// <summary>The sum of two sparse tensors: at the sites of either, with nothing taken as zero.</summary>
        /// <exception cref="ArgumentException">Grids, batches or channels differ.</exception>
        public SparseTensor Add(SparseTensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            Check(x, other, x.Channels == other.Channels, "the same channels");
            if (x.Sites == other.Sites) return x.With(x.Features + other.Features);
            long[] keys = SortedKeys.Union(x.Sites.Keys, other.Sites.Keys);
            SparseSites sites = SparseSites.OfKeys(keys, x.Sites.Batch, x.Sites.SpatialShape);
            return new SparseTensor(sites, Spread(x, sites) + Spread(other, sites));
        }

        /// <summary>The channels of two tensors with the same sites one after the other: what a U-Net does with its skips.</summary>
        /// <exception cref="ArgumentException">The sites differ.</exception>
        public SparseTensor ConcatChannels(SparseTensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            Check(x, other, x.Sites == other.Sites || x.Sites.Keys.AsSpan().SequenceEqual(other.Sites.Keys), "the same sites");
            return x.With(Tensor.Concat(1, x.Features, other.Features));
        }
    }

    private static bool IsBeyond(ReadOnlySpan<double> values, double threshold)
    {
        foreach (double value in values)
            if (Math.Abs(value) > threshold || double.IsNaN(value)) return true;
        return false;
    }

    private static Tensor Spread(SparseTensor x, SparseSites sites)
    {
        int[] from = [.. sites.Keys.Select(x.Sites.Table.Find)];
        return new RowMapOperation(RowMap.Gather(x.Sites.Count, from), "sparse union", SparseReads.Places).Apply(x.Features);
    }

    private static void Check(SparseTensor x, SparseTensor other, bool fits, string what)
    {
        if (fits && x.Sites.Batch == other.Sites.Batch && x.Sites.SpatialShape == other.Sites.SpatialShape) return;
        throw new ArgumentException($"[sparse] both tensors must have the same grid and {what}. Got {x} and {other}.");
    }
}
