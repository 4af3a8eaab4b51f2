namespace IlgpuConv.Ops;

/// <summary>Where the elements of a filter lie that is to be packed: between rows and columns of taps, summed channels, and channels of lanes.</summary>
internal readonly record struct InceptionPackArgs(int First, int Taps, int TapsW, int StrideH, int StrideW, int StrideSummed, int StrideLane);
