namespace IlgpuConv.Verification;

/// <summary>The result of one check of one case.</summary>
/// <param name="Name">The case and what was checked, such as <c>Linear/64-10 n32 (cpu f32)</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">The largest deviation, or why it failed or was skipped.</param>
public sealed record CaseResult(string Name, CaseOutcome Outcome, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Outcome.ToString().ToLowerInvariant()} {Name}: {Message}";
}
