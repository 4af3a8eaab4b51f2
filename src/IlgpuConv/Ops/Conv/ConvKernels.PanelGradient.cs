namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient from panels: what a tap reads of some positions and their slopes are copied next to each other first, so that the sums pass over
/// neighbouring lines of a cache and have no edges. Where they lie, positions are a large power of two apart and share a few of its sets.
/// </content>
internal static partial class ConvKernels
{
    // Grid: x one group, y positions.
    [Kernel]
    internal static void PanelInputs(ArrayView<float> x, [Workspace] ArrayView<float> work, PanelGradientArgs a)
    {
        int z = Grid.IdxZ / (a.Parts * a.PartsIn);
        int slice = z / a.Taps;
        int tap = z - slice * a.Taps, position = slice * a.SlicePositions + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SlicePositions && position < a.Positions)
        {
            int row = position / a.W.Destination;
            int w = (position - row * a.W.Destination) * a.W.Stride + a.W.Origin + tap % a.W.Taps * a.W.Dilation;
            tap /= a.W.Taps;
            int h = row % a.H.Destination * a.H.Stride + a.H.Origin + tap % a.H.Taps * a.H.Dilation;
            row /= a.H.Destination;
            int d = row % a.D.Destination * a.D.Stride + a.D.Origin + tap / a.H.Taps * a.D.Dilation;
            int n = row / a.D.Destination;
            int first = Grid.IdxZ / a.Parts % a.PartsIn * a.ColumnTiles * 6;
            int from = (((n * a.D.Source + d) * a.H.Source + h) * a.W.Source + w) * a.InputPitch + first, to = Grid.IdxY * a.ColumnPitch;
            int count = XMath.Min(a.ColumnTiles * 6, a.In - first);
            if (d >= 0 && d < a.D.Source && h >= 0 && h < a.H.Source && w >= 0 && w < a.W.Source)
            {
                for (int c = Group.IdxX; c < count; c += Group.DimX) work[to + c] = x[from + c];
            }
            else
            {
                for (int c = Group.IdxX; c < count; c += Group.DimX) work[to + c] = 0f;
            }
        }
    }

    // Grid: x one group, y positions.
    [Kernel]
    internal static void PanelSlopes(ArrayView<float> dy, [Workspace] ArrayView<float> work, PanelGradientArgs a)
    {
        int part = Grid.IdxZ % a.Parts, slice = Grid.IdxZ / (a.Parts * a.PartsIn * a.Taps);
        int position = slice * a.SlicePositions + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SlicePositions && position < a.Positions)
        {
            for (int block = 0; block < a.PartBlocks; block++)
            {
                int first = (part * a.PartBlocks + block) * a.Width;
                int from = position * a.OutputPitch + first, to = a.SlopesAt + (block * a.BlockPositions + Grid.IdxY) * a.Width;
                for (int o = Group.IdxX; o < a.Width; o += Group.DimX) work[to + o] = first + o < a.Out ? dy[from + o] : 0f;
            }
        }
    }

    [Kernel]
    internal static void PanelSums6x4([Workspace] ArrayView<float> work, ArrayView<float> dw, PanelGradientArgs a) => PanelSums(work, dw, a, 6, 4);

    [Kernel]
    internal static void PanelSums6x2([Workspace] ArrayView<float> work, ArrayView<float> dw, PanelGradientArgs a) => PanelSums(work, dw, a, 6, 2);

    // Grid: x one group, y tiles of input channels, then blocks of output channels, whose slopes stay near.
    private static void PanelSums(ArrayView<float> work, ArrayView<float> dw, in PanelGradientArgs a, [Constant] int tile, [Constant] int vectors)
    {
        int z = Grid.IdxZ / a.Parts;
        int part = Grid.IdxZ - z * a.Parts, filter = z / a.PartsIn;
        int begin = filter / a.Taps * a.SlicePositions + a.First;
        int count = XMath.Min(XMath.Min(a.BlockPositions, a.SlicePositions - a.First), a.Positions - begin);
        int block = Grid.IdxY / a.ColumnTiles;
        int column = (Grid.IdxY - block * a.ColumnTiles) * tile, lane = Group.IdxX;
        int width = vectors * Group.DimX, firstChannel = (part * a.PartBlocks + block) * width;
        int channel = (z - filter * a.PartsIn) * a.ColumnTiles * tile + column;
        int to = (filter * a.In + channel) * a.Out + firstChannel, columns = XMath.Min(tile, a.In - channel);
        bool whole = columns == tile && firstChannel + width <= a.Out;
        // A line is read before it is written: while the sums are made.
        for (int p = 0; p < columns; p++)
            for (int v = 0; v < Unroll.Count(vectors); v++) Prefetch.Near(dw, to + p * a.Out + v * Group.DimX);
        var acc = new float[tile * vectors];
        var slope = new float[vectors];
        if (a.First != 0)
        {
            for (int p = 0; p < tile; p++)
                for (int v = 0; v < vectors; v++)
                    acc[p * vectors + v] = p < columns && firstChannel + v * Group.DimX + lane < a.Out ? dw[to + p * a.Out + v * Group.DimX + lane] : 0f;
        }
        int slopes = a.SlopesAt + block * a.BlockPositions * width;
        for (int i = 0; i < Unroll.By(4, count); i++)
        {
            for (int v = 0; v < vectors; v++) slope[v] = work[slopes + i * width + v * Group.DimX + lane];
            for (int p = 0; p < tile; p++)
            {
                float value = work[column + i * a.ColumnPitch + p];
                for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * slope[v];
            }
        }
        if (whole)
        {
            for (int p = 0; p < tile; p++)
                for (int v = 0; v < vectors; v++) dw[to + p * a.Out + v * Group.DimX + lane] = acc[p * vectors + v];
        }
        else
        {
            for (int p = 0; p < tile; p++)
            {
                for (int v = 0; v < vectors; v++)
                    if (p < columns && firstChannel + v * Group.DimX + lane < a.Out) dw[to + p * a.Out + v * Group.DimX + lane] = acc[p * vectors + v];
            }
        }
    }
}
