namespace IlgpuConv.Ops;

/// <summary>The rulebooks of sites, made once for each geometry.</summary>
public static class RulebookMethods
{
    extension(SparseSites sites)
    {
        /// <summary>The rulebook of a submanifold convolution, whose output sites are the input sites.</summary>
        /// <param name="kernel">Odd taps; in two dimensions the depth has one.</param>
        /// <param name="dilation">Positions from one tap to the next; 1 by default.</param>
        /// <exception cref="ArgumentException">The kernel is even, or the depth of two dimensions is not 1.</exception>
        public Rulebook Submanifold(Triple kernel, Triple? dilation = null)
        {
            Triple d = dilation ?? 1;
            return Kept(sites, RulebookGeometry.Submanifold(kernel, sites.Rank == 2 ? d with { Depth = 1 } : d));
        }

        /// <summary>The rulebook of a convolution or pooling: an output site is every place whose window holds an input site.</summary>
        /// <param name="kernel">Taps; in two dimensions the depth has one.</param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="padding">Positions around the grid; 0 by default. Rules are not taken.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <exception cref="ArgumentException">The filter does not fit.</exception>
        public Rulebook Convolution(Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? dilation = null) =>
            Kept(sites, Geometry(sites, RulebookKind.Convolution, kernel, stride ?? 1, padding ?? 0, dilation ?? 1, 0));

        /// <summary>The rulebook of a transposed convolution that makes sites: its input sites are every place that these sites reach.</summary>
        /// <param name="kernel">Taps; in two dimensions the depth has one.</param>
        /// <param name="stride">Positions of the made grid from one of these to the next; 1 by default.</param>
        /// <param name="padding">Positions cropped from the made grid; 0 by default. Rules are not taken.</param>
        /// <param name="outputPadding">Positions added after the last; 0 by default.</param>
        /// <param name="dilation">Positions from one tap to the next; 1 by default.</param>
        /// <exception cref="ArgumentException">Nothing is left of the grid.</exception>
        public Rulebook Transposed(Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? outputPadding = null, Triple? dilation = null) =>
            Kept(sites, Geometry(sites, RulebookKind.Transposed, kernel, stride ?? 1, padding ?? 0, dilation ?? 1, outputPadding ?? 0));
    }

    private static Rulebook Kept(SparseSites sites, RulebookGeometry geometry)
    {
        if (sites.Rank == 2 && geometry.Kernel.Depth != 1)
            throw new ArgumentException($"[sparse conv] the kernel of two dimensions has a depth of 1. Got kernel {geometry.Kernel} over {sites}.");
        return sites.Rulebooks.GetOrAdd(geometry, g => new(() => RulebookBuilder.Build(sites, g))).Value;
    }

    private static RulebookGeometry Geometry(
        SparseSites sites, RulebookKind kind, Triple kernel, Triple stride, Padding3 padding, Triple dilation, Triple outputPadding)
    {
        if (padding.Rule != PaddingRule.Explicit)
            throw new ArgumentException($"[sparse conv] padding must be given in numbers. Got {padding.Rule}.", nameof(padding));
        Triple low = (padding.Front, padding.Top, padding.Left), high = (padding.Back, padding.Bottom, padding.Right);
        return sites.Rank == 3
            ? new RulebookGeometry(kind, kernel, stride, low, high, dilation, outputPadding)
            : new RulebookGeometry(
                kind, kernel, stride with { Depth = 1 }, low with { Depth = 0 }, high with { Depth = 0 }, dilation with { Depth = 1 },
                outputPadding with { Depth = 0 });
    }
}
