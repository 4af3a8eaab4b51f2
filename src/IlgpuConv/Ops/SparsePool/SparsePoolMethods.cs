using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Pooling of sparse tensors over the active sites of each window; an output site is every place whose window holds one.</summary>
public static class SparsePoolMethods
{
    extension(SparseTensor x)
    {
        /// <summary>The largest active site of each window; what is not active does not take part, not as a zero either.</summary>
        /// <param name="kernel">The window's height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="dilation">From one place of a window to its next; 1 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseMaxPool2d(Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null) =>
            Max(x, Plane(x, kernel, stride, padding, dilation));

        /// <summary>The largest active site of each window of a volume.</summary>
        /// <param name="kernel">The window's depth, height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="dilation">From one place of a window to its next; 1 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseMaxPool3d(Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? dilation = null) =>
            Max(x, Volume(x, kernel, stride, padding, dilation));

        /// <summary>The mean of each window: the sum of its active sites by their number, or by all places of the window.</summary>
        /// <param name="kernel">The window's height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="countInactive">Whether places without a site count, as zeros.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseAvgPool2d(Pair kernel, Pair? stride = null, Padding2? padding = null, bool countInactive = false) =>
            Mean(x, Plane(x, kernel, stride, padding, null), countInactive);

        /// <summary>The mean of each window of a volume: the sum of its active sites by their number, or by all places of the window.</summary>
        /// <param name="kernel">The window's depth, height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="countInactive">Whether places without a site count, as zeros.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseAvgPool3d(Triple kernel, Triple? stride = null, Padding3? padding = null, bool countInactive = false) =>
            Mean(x, Volume(x, kernel, stride, padding, null), countInactive);

        /// <summary>The sum of the active sites of each window.</summary>
        /// <param name="kernel">The window's height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseSumPool2d(Pair kernel, Pair? stride = null, Padding2? padding = null) => Sum(x, Plane(x, kernel, stride, padding, null));

        /// <summary>The sum of the active sites of each window of a volume.</summary>
        /// <param name="kernel">The window's depth, height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit.</exception>
        public SparseTensor SparseSumPool3d(Triple kernel, Triple? stride = null, Padding3? padding = null) => Sum(x, Volume(x, kernel, stride, padding, null));

        /// <summary>The mean over the sites of each sample, <c>[N, C]</c>: zeros where a sample has none.</summary>
        public Tensor SampleMeans()
        {
            SparseSites sites = x.Sites;
            var begins = new int[sites.Batch + 1];
            foreach (Site site in sites.SiteArray) begins[site.Batch + 1]++;
            for (int n = 0; n < sites.Batch; n++) begins[n + 1] += begins[n];
            RowMap map = RowMap.Of(sites.Count, begins, [.. Enumerable.Range(0, sites.Count)]);
            return new RowMapOperation(map, "sparse means", SpatialMap.Everything).Apply(x.Features) * map.Shares(x.Features);
        }
    }

    private static Rulebook Plane(SparseTensor x, Pair kernel, Pair? stride, Padding2? padding, Pair? dilation)
    {
        Pair step = stride ?? kernel, apart = dilation ?? 1;
        Padding2 sides = padding ?? 0;
        CheckRank(x, 2);
        return x.Sites.Convolution(
            (1, kernel.Height, kernel.Width), (1, step.Height, step.Width), SparseConvMethods.Volume(sides), (1, apart.Height, apart.Width));
    }

    private static Rulebook Volume(SparseTensor x, Triple kernel, Triple? stride, Padding3? padding, Triple? dilation)
    {
        CheckRank(x, 3);
        return x.Sites.Convolution(kernel, stride ?? kernel, padding, dilation);
    }

    private static SparseTensor Max(SparseTensor x, Rulebook book) => new(book.Output, new SparseMaxPoolOperation(book.Windows, SparseReads.Windows(book)).Apply(x.Features));

    private static SparseTensor Sum(SparseTensor x, Rulebook book) => new(book.Output, new RowMapOperation(book.Windows, "sparse sumpool", SparseReads.Windows(book)).Apply(x.Features));

    private static SparseTensor Mean(SparseTensor x, Rulebook book, bool countInactive)
    {
        SparseTensor sum = Sum(x, book);
        return countInactive ? sum.With(sum.Features * (1.0 / book.Taps)) : sum.With(sum.Features * book.Windows.Shares(x.Features));
    }

    private static void CheckRank(SparseTensor x, int rank)
    {
        if (x.Sites.Rank != rank) throw new ArgumentException($"[sparse pool] the sites must have {rank} spatial axes. Got {x}.");
    }
}
