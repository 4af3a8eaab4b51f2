namespace IlgpuConv.Ops;

/// <summary>The arguments of packing the filter of an image with few channels.</summary>
/// <param name="TapsH">Taps along the height.</param>
/// <param name="TapsW">Taps along the width.</param>
/// <param name="Dilation">Positions between taps along the width.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Step">Elements from one packed tap of a row to the next.</param>
/// <param name="Reach">Elements from the first packed tap of a row to the leftmost position of the first channel.</param>
/// <param name="High">Rows of taps that lie together.</param>
/// <param name="Period">Vectors of a period.</param>
/// <param name="Lanes">Lanes of a vector.</param>
/// <param name="First">The filter element of the first plane, row and column of taps that the source meets.</param>
/// <param name="StrideD">Filter elements to the next plane of taps, in the order of the source.</param>
/// <param name="StrideH">Filter elements to the next row.</param>
/// <param name="StrideW">Filter elements to the next column.</param>
/// <param name="StrideIn">Filter elements to the next channel that is summed over.</param>
/// <param name="StrideOut">Filter elements to the next channel that is made.</param>
internal readonly record struct ImagePackArgs(
    int TapsH, int TapsW, int Dilation, int Channels, int Step, int Reach, int High, int Period, int Lanes, int First, int StrideD, int StrideH,
    int StrideW, int StrideIn, int StrideOut);
