namespace IlgpuConv.Analysis;

/// <summary>What a layer of a network makes of one image (see <see cref="LayerOutputs"/>).</summary>
/// <param name="Layer">The layer's name, such as <c>features.0</c>; empty where the network itself holds the weights.</param>
/// <param name="Operations">What ran, one after the other, such as <c>conv, affine, relu</c>.</param>
/// <param name="Channels">Channels of the maps.</param>
/// <param name="Height">Rows of a map.</param>
/// <param name="Width">Columns of a map.</param>
/// <param name="Values">The maps, channel by channel and row by row.</param>
public sealed record LayerOutput(string Layer, string Operations, int Channels, int Height, int Width, float[] Values)
{
    /// <summary>The map of a channel as <c>[row, column]</c>.</summary>
    public double[,] Map(int channel)
    {
        var map = new double[Height, Width];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++) map[y, x] = Values[(channel * Height + y) * Width + x];
        return map;
    }

    /// <summary>The standard deviation of each channel over its pixels: how much there is to see in it.</summary>
    public double[] Spread()
    {
        int pixels = Height * Width;
        var spread = new double[Channels];
        for (int c = 0; c < Channels; c++)
        {
            ReadOnlySpan<float> map = Values.AsSpan(c * pixels, pixels);
            double mean = 0, square = 0;
            foreach (float value in map) mean += value / pixels;
            foreach (float value in map) square += (value - mean) * (value - mean) / pixels;
            spread[c] = Math.Sqrt(square);
        }
        return spread;
    }

    /// <summary>Layer and sizes.</summary>
    public override string ToString() => $"{(Layer.Length == 0 ? "network" : Layer)}: {Channels} maps of {Height}x{Width} after {Operations}";
}
