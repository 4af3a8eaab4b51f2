using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one of the kernels whose lanes run over what is summed.</summary>
internal delegate void DotLaunch(Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView y, in DotArgs a);

/// <summary>The arguments of the kernels whose lanes run over what is summed, with taps in the order of the source.</summary>
/// <param name="D">Depth, taps ascending.</param>
/// <param name="H">Height, taps ascending.</param>
/// <param name="W">Width, taps ascending.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="Runs">Runs of a row of taps: 1 where the channels of neighbouring taps lie side by side, else one for each tap.</param>
/// <param name="In">Source channels.</param>
/// <param name="FilterOut">Filter elements of an output channel.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="Activation">The number of the <see cref="ConvActivation"/> that the sums pass through.</param>
/// <param name="Part">Positions of a row that one group makes.</param>
internal readonly record struct DotArgs(
    GatherAxis D, GatherAxis H, GatherAxis W, int SourcePitch, int Runs, int In, int FilterOut, int Biased, int Activation, int Part);
