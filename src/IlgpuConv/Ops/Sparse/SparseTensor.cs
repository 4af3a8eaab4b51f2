using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Features at the active sites of a batch of grids; everywhere else there is nothing, which convolutions read as zero. Row i of the
/// features <c>[sites, C]</c> is that of site i; they are an ordinary tensor, through which gradients flow.
/// </summary>
public sealed class SparseTensor
{
    /// <summary>Features at sites.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="features">A row for each site, in their order, <c>[sites, C]</c>.</param>
    /// <exception cref="ArgumentException">The features are no matrix of floating-point numbers with a row for each site.</exception>
    public SparseTensor(SparseSites sites, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(sites);
        CheckFeatures(features, sites.Count);
        (Sites, Features) = (sites, features);
    }

    /// <summary>The active sites.</summary>
    public SparseSites Sites { get; }

    /// <summary>The features, <c>[sites, C]</c>.</summary>
    public Tensor Features { get; }

    /// <summary>Channels.</summary>
    public int Channels => Features.Shape[1];

    /// <summary>The shape of the dense tensor, <c>[N, C, (D,) H, W]</c>.</summary>
    public Shape DenseShape => [Sites.Batch, Channels, .. Sites.SpatialShape];

    /// <summary>How many given rows repeated a site and were left out or averaged.</summary>
    public int Repeats { get; private init; }

    /// <summary>
    /// A sparse tensor of sites in any order. Rows are sorted by site: the same sites in another order give the same tensor.
    /// <see cref="InGivenOrder"/> turns features back.
    /// </summary>
    /// <param name="features">A row for each site, <c>[sites, C]</c>.</param>
    /// <param name="coordinates">For each site the sample and its place, one after another: batch, (z,) y, x.</param>
    /// <param name="spatialShape">The size of a sample's grid, <c>[H, W]</c> or <c>[D, H, W]</c>.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="duplicates">What is made of rows for the same site; an error by default.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a site lies outside the grid, or one repeats where that is refused.</exception>
    public static SparseTensor Of(
        Tensor features, ReadOnlySpan<int> coordinates, Shape spatialShape, int batch = 1, DuplicateSites duplicates = DuplicateSites.Refuse)
    {
        SortedSites sorted = SortedSites.Of(coordinates, spatialShape, batch, duplicates);
        CheckFeatures(features, sorted.FromGiven?.Sources ?? sorted.Sites.Count);
        if (sorted.FromGiven is not { } map) return new SparseTensor(sorted.Sites, features);
        Tensor rows = new RowMapOperation(map, "sparse sort", SparseReads.Places).Apply(features);
        if (map.Rows.Values.Length > sorted.Sites.Count) rows *= map.Shares(features);
        return new SparseTensor(sorted.Sites, rows) { Given = map, Repeats = sorted.Repeats };
    }

    /// <summary>Other features at the same sites.</summary>
    /// <param name="features">A row for each site, <c>[sites, C']</c>.</param>
    /// <exception cref="ArgumentException">The number of rows differs.</exception>
    public SparseTensor With(Tensor features) => new(Sites, features) { Given = Given, Repeats = Repeats };

    /// <summary>
    /// The features of a tensor at this one's sites, a row for each row that this one was made of, in the order in which they were given: what
    /// a network says of each point. A point that repeated a site has the features of its site; one that was left out has zeros.
    /// </summary>
    /// <param name="tensor">Features at the same sites, or null for this one's.</param>
    /// <exception cref="ArgumentException">The tensor has other sites.</exception>
    public Tensor InGivenOrder(SparseTensor? tensor = null)
    {
        tensor ??= this;
        if (tensor.Sites != Sites) throw new ArgumentException($"[sparse] the order is that of the same sites. Got {tensor.Sites} for {Sites}.", nameof(tensor));
        return Given is null ? tensor.Features : new RowMapOperation(Given.Transposed, "sparse order", SparseReads.Places).Apply(tensor.Features);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Sites}, features {Features}";

    internal RowMap? Given { get; init; }

    private static void CheckFeatures(Tensor features, int sites)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Shape.Rank != 2 || features.Shape[0] != sites || features.Shape[1] < 1 || !features.IsFloating)
            throw new ArgumentException($"[sparse] features must be [{sites}, C] of a floating-point type, a row for each site. Got {features}.", nameof(features));
    }
}
