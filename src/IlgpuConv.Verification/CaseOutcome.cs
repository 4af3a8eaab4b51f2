namespace IlgpuConv.Verification;

/// <summary>How a check of a case ended.</summary>
public enum CaseOutcome
{
    /// <summary>Everything lies within the tolerance.</summary>
    Passed,

    /// <summary>Something lies outside, or the operation threw.</summary>
    Failed,

    /// <summary>The check does not apply to the device or the case; the message says why.</summary>
    Skipped,
}
