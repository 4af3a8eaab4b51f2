namespace IlgpuConv.Verification;

/// <summary>The counts of a run.</summary>
/// <param name="Passed">Checks that passed.</param>
/// <param name="Failed">Checks that failed.</param>
/// <param name="Skipped">Checks that did not apply.</param>
public sealed record VerificationSummary(int Passed, int Failed, int Skipped)
{
    /// <summary>Counts <paramref name="results"/>.</summary>
    public static VerificationSummary Of(IEnumerable<CaseResult> results)
    {
        ILookup<CaseOutcome, CaseResult> byOutcome = results.ToLookup(r => r.Outcome);
        return new VerificationSummary(
            byOutcome[CaseOutcome.Passed].Count(), byOutcome[CaseOutcome.Failed].Count(), byOutcome[CaseOutcome.Skipped].Count());
    }

    /// <summary>The closing line: <c>N passed, N failed, N skipped</c>.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
