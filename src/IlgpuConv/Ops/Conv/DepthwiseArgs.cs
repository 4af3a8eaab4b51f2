using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one of the depthwise kernels.</summary>
internal delegate void DepthwiseLaunch(Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView y, in DepthwiseArgs a);

/// <summary>The arguments of the depthwise kernels.</summary>
/// <param name="D">Depth.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="Channels">Input channels of the convolution, one a lane.</param>
/// <param name="Multiplier">Output channels of an input channel.</param>
/// <param name="FilterPitch">Filter elements from one tap to the next.</param>
/// <param name="FilterBatch">Filter elements of a sample, or 0 where all share one.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="BiasBatch">Bias elements of a sample, or 0 where all share one.</param>
/// <param name="Activation">The number of the <see cref="SumFunction"/> that the sums pass through.</param>
/// <param name="Parts">Parts that a row is divided into, each made by one group.</param>
/// <param name="PartPixels">Positions of a part, a multiple of every tile where there are several.</param>
/// <param name="Strips">Strips that the rows of a plane are divided into, where one group makes several rows.</param>
/// <param name="StripRows">Rows of a strip.</param>
/// <param name="Prefetches">1 where the images are so large that a row asks for the next one.</param>
internal readonly record struct DepthwiseArgs(
    GatherAxis D, GatherAxis H, GatherAxis W, int SourcePitch, int DestinationPitch, int Channels, int Multiplier, int FilterPitch, int FilterBatch,
    int Biased, int BiasBatch, int Activation, int Parts, int PartPixels, int Strips = 0, int StripRows = 0,
    int Prefetches = 0);
