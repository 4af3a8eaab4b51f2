namespace IlgpuConv.Ops;

/// <summary>The arguments of a filter's transform; the strides are negative, and the first element is the last tap, where taps are walked backwards.</summary>
/// <param name="First">The element of the first tap, first channels.</param>
/// <param name="StrideH">Elements between taps along the height.</param>
/// <param name="StrideW">Elements between taps along the width.</param>
/// <param name="StrideIn">Elements between channels that are summed over.</param>
/// <param name="StrideOut">Elements between channels that lanes run over.</param>
/// <param name="In">Channels that are summed over.</param>
/// <param name="Out">Channels that lanes run over.</param>
/// <param name="InRows"><paramref name="In"/> in whole vectors.</param>
/// <param name="Width">Channels of a block.</param>
internal readonly record struct WinogradFilterArgs(
    int First, int StrideH, int StrideW, int StrideIn, int StrideOut, int In, int Out, int InRows, int Width);
