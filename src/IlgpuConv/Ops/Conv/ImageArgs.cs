using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one of the kernels of images with few channels.</summary>
internal delegate void ImageLaunch(Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView y, in ImageArgs a);

/// <summary>The arguments of the kernels of images with few channels, whose taps are packed in the order in which their elements lie in the source.</summary>
/// <param name="D">Depth, taps ascending.</param>
/// <param name="H">Height, taps ascending.</param>
/// <param name="SourceRow">Elements of a row of the source.</param>
/// <param name="Row">Elements of a row of the destination.</param>
/// <param name="Left">Elements from an element of a row to the first that it reads.</param>
/// <param name="Taps">Elements of a source row that an element reads, those whose weight is 0 included.</param>
/// <param name="Step">Elements from one of them to the next.</param>
/// <param name="Edge">How many of them at either end do not exist for every channel.</param>
/// <param name="Period">Vectors after which the channels of the lanes are the same again.</param>
/// <param name="Part">Elements of a row that one group makes.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="Activation">The number of the <see cref="SumFunction"/> that the sums pass through.</param>
/// <param name="Prefetches">1 where the images are so large that rows ask for those below them.</param>
internal readonly record struct ImageArgs(
    GatherAxis D, GatherAxis H, int SourceRow, int Row, int Left, int Taps, int Step, int Edge, int Period, int Part,
    int Biased, int Activation, int Prefetches);
