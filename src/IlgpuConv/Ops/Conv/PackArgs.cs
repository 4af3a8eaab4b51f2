namespace IlgpuConv.Ops;

/// <summary>The arguments of filter packing: strides of the source, and the part of the packed filter that one launch fills.</summary>
internal readonly record struct PackArgs(
    int TapsH, int TapsW, int StrideD, int StrideH, int StrideW, int StrideIn, int StrideOut, int StrideGroup, int StrideBatch,
    int Taps, int In, int Out, int Groups, int Blocks, int Width, int FirstChannel, int FilterBatch, int FilterGroup, int FilterFirst);
