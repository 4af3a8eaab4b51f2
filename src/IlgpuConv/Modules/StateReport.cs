namespace IlgpuConv.Modules;

/// <summary>What became of a saved state that was loaded into a module.</summary>
/// <param name="Loaded">Names that were copied.</param>
/// <param name="Missing">Names of the module that the state lacks.</param>
/// <param name="Unexpected">Names of the state that the module lacks.</param>
/// <param name="Mismatched">Names whose shapes differ, with both shapes.</param>
public sealed record StateReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Mismatched)
{
    /// <summary>Whether every name matched.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Loaded.Count} loaded; missing: {List(Missing)}; unexpected: {List(Unexpected)}; mismatched: {List(Mismatched)}";

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
