namespace IlgpuConv.Ops;

/// <summary>
/// Which of two equal ways is less work: mixing the filters and one convolution of each sample with its own, or a convolution for each
/// field and mixing the outputs.
/// </summary>
/// <param name="MixedTaps">Taps of the mixed filter, which spans the largest field.</param>
/// <param name="SeparateTaps">Taps of all fields.</param>
/// <param name="Fields">The number of fields.</param>
public sealed record FieldPlan(int MixedTaps, int SeparateTaps, int Fields)
{
    /// <summary>Whether the filters are mixed.</summary>
    public bool MixesFilters => MixedTaps < SeparateTaps;

    /// <summary>The plan for given fields.</summary>
    public static FieldPlan Of(IReadOnlyList<FieldBranch> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        int span = fields.Max(f => f.Span);
        return new FieldPlan(checked(span * span), fields.Sum(f => f.Kernel * f.Kernel), fields.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => MixesFilters
        ? $"mixes the filters: {MixedTaps} taps instead of {SeparateTaps} in {Fields} convolutions"
        : $"mixes the outputs of {Fields} convolutions: {SeparateTaps} taps instead of {MixedTaps}";
}
