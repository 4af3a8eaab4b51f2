namespace IlgpuConv.Ops;

/// <summary>A plan that was measured for a shape, or why it was not.</summary>
/// <param name="Choice">Its name, such as <c>direct 6x4</c>.</param>
/// <param name="WorkspaceBytes">Bytes besides input, filter and output.</param>
/// <param name="Seconds">The median time of a run; 0 where it was not measured.</param>
/// <param name="Refusal">Why it could not win: its workspace is over the cap, or it does not compute what the direct kernel does. Null where it could.</param>
public sealed record ConvTuningCandidate(string Choice, long WorkspaceBytes, double Seconds, string? Refusal = null);
