namespace IlgpuConv.Autograd;

/// <summary>How an axis of an operation's output reads an axis of one of its inputs.</summary>
/// <param name="Input">The input's axis.</param>
/// <param name="Output">The output's axis.</param>
/// <param name="Map">Which positions.</param>
public readonly record struct AxisLink(int Input, int Output, AxisMap Map);
