namespace IlgpuConv.Tests.Ops.BatchNorm;

/// <summary>Batch normalisation in double over a list of values per channel, to compare with.</summary>
internal sealed class PlainBatchNorm(int channels)
{
    public double[] RunningMean { get; } = new double[channels];

    public double[] RunningVariance { get; } = [.. Enumerable.Repeat(1.0, channels)];

    /// <summary>Training on <c>[images, channels, places]</c>: the output without weight and bias, and the moved statistics.</summary>
    public double[] Train(double[] x, int images, int places, double momentum = 0.1, double epsilon = 1e-5)
    {
        var y = new double[x.Length];
        for (int c = 0; c < channels; c++)
        {
            int[] at = [.. from n in Enumerable.Range(0, images) from p in Enumerable.Range(0, places) select (n * channels + c) * places + p];
            double mean = at.Average(i => x[i]), variance = at.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (int i in at) y[i] = (x[i] - mean) / Math.Sqrt(variance + epsilon);
            RunningMean[c] = (1 - momentum) * RunningMean[c] + momentum * mean;
            RunningVariance[c] = (1 - momentum) * RunningVariance[c] + momentum * variance * at.Length / (at.Length - 1);
        }
        return y;
    }
}
