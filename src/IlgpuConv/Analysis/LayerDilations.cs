using IlgpuConv.Ops;

namespace IlgpuConv.Analysis;

/// <summary>What <see cref="DilationSearch"/> chose for one layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="MaxDilation">The largest dilation that there was to choose, along each axis.</param>
/// <param name="Chosen">The dilation of each channel, in the order of the supernet.</param>
/// <param name="Errors">The mean of |full - chosen| of each channel over all positions and images.</param>
/// <param name="Magnitude">The mean of |full| over all channels.</param>
public sealed record LayerDilations(string Name, int MaxDilation, IReadOnlyList<Pair> Chosen, IReadOnlyList<double> Errors, double Magnitude)
{
    /// <summary>The dilations with channels of one side by side, as the network that the search makes has them.</summary>
    public DilationPattern Pattern => DilationPattern.Of(Chosen).Sorted();

    /// <summary>The mean of <see cref="Errors"/>.</summary>
    public double Error => Errors.Average();

    /// <summary>The layer in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Chosen.Count} channels, {Pattern.Runs.Count} dilations, error {Error:G4}, {(Magnitude == 0 ? 0 : Error / Magnitude):P1} of the output");
}
