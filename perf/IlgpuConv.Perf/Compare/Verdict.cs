namespace IlgpuConv.Perf;

/// <summary>What a comparison of two measurements shows.</summary>
internal enum Verdict
{
    /// <summary>Nothing that the noise could not have made, or less than what counts.</summary>
    NoDifference,

    /// <summary>The new one takes less time.</summary>
    Faster,

    /// <summary>The new one takes more time.</summary>
    Slower,

    /// <summary>There is one figure only on a side, which says nothing of the noise.</summary>
    OneFigure,
}
