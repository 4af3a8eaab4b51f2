namespace IlgpuConv.Ops;

/// <content>
/// What follows the sums of a kernel, over the grid of that kernel: a group passes over the sums that the same group of the kernel has made. The device
/// runs both some groups at a time, so that they are still in the cache.
/// </content>
internal static partial class ConvKernels
{
    // The grid of the tile kernels.
    [Kernel]
    internal static void TilePass(ArrayView<float> start, ArrayView<float> y, GatherArgs a, float parameter, int vectors)
    {
        int z = a.Swapped != 0 ? Grid.IdxY : Grid.IdxZ, strip = a.Swapped != 0 ? Grid.IdxZ : Grid.IdxY;
        int block = z % a.Blocks;
        z /= a.Blocks;
        int group = z % a.Groups;
        z /= a.Groups;
        int phaseW = z % a.W.Phases;
        z /= a.W.Phases;
        int phaseH = z % a.H.Phases, phaseD = z / a.H.Phases;
        int row = strip / a.Strips;
        int begin = (strip - row * a.Strips) * a.StripPixels;
        int rowH = row % a.H.Rows;
        row /= a.H.Rows;
        int rowD = row % a.D.Rows, n = row / a.D.Rows;
        int outH = rowH * a.H.Phases + phaseH, outD = rowD * a.D.Phases + phaseD;
        int positions = XMath.Min(begin + a.StripPixels, (a.W.Destination - phaseW + a.W.Phases - 1) / a.W.Phases) - begin;
        if (outH >= a.H.Destination || outD >= a.D.Destination) return;
        int width = vectors * Group.DimX, first = a.FirstChannel + block * width;
        int position = ((n * a.D.Destination + outD) * a.H.Destination + outH) * a.W.Destination + phaseW + begin * a.W.Phases;
        int at = position * a.DestinationPitch + group * a.Out, step = a.W.Phases * a.DestinationPitch;
        int channels = XMath.Min(width, a.Out - first);
        for (int v = 0; v < channels; v += Group.DimX)
        {
            int o = first + v + Group.IdxX;
            if (o < a.Out) SumFunctionsBody.Pass(start, y, at + o, step, positions, a.Activation, a.Continues, parameter);
        }
    }

    // The grid of the depthwise kernels and of those of small groups.
    [Kernel]
    internal static void RowsPass(ArrayView<float> start, ArrayView<float> y, DepthwiseArgs a, float parameter, int continues, int vectors)
    {
        int phaseW = Grid.IdxZ % a.W.Phases, planes = Grid.IdxZ / a.W.Phases;
        int phaseH = planes % a.H.Phases, phaseD = planes / a.H.Phases;
        int part = Grid.IdxY % a.Parts, plane = Grid.IdxY / a.Parts;
        int strip = plane % a.Strips;
        plane /= a.Strips;
        int rowD = plane % a.D.Rows, n = plane / a.D.Rows;
        int outD = rowD * a.D.Phases + phaseD, begin = part * a.PartPixels;
        int positions = XMath.Min(begin + a.PartPixels, (a.W.Destination - phaseW + a.W.Phases - 1) / a.W.Phases) - begin;
        int last = XMath.Min((strip + 1) * a.StripRows, (a.H.Destination - phaseH + a.H.Phases - 1) / a.H.Phases);
        int width = vectors * Group.DimX, first = Grid.IdxX * width, channels = outD < a.D.Destination ? XMath.Min(width, a.Channels - first) : 0;
        for (int v = 0; v < channels; v += Group.DimX)
        {
            int channel = first + v + Group.IdxX;
            if (channel < a.Channels)
            {
                for (int row = strip * a.StripRows; row < last; row++)
                {
                    int outH = row * a.H.Phases + phaseH;
                    int position = ((n * a.D.Destination + outD) * a.H.Destination + outH) * a.W.Destination + phaseW + begin * a.W.Phases;
                    SumFunctionsBody.Pass(
                        start, y, position * a.DestinationPitch + channel, a.W.Phases * a.DestinationPitch, positions, a.Activation, continues, parameter);
                }
            }
        }
    }
}
