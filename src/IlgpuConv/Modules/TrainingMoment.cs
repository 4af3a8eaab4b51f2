namespace IlgpuConv.Modules;

/// <summary>A moment of a training, just before a step.</summary>
/// <param name="Step">Steps that are done.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
public readonly record struct TrainingMoment(long Step, long StepsPerEpoch)
{
    /// <summary>Epochs that are done.</summary>
    public long Epoch => Step / Math.Max(1, StepsPerEpoch);

    /// <summary>Epochs that are done, with the part of the one that runs.</summary>
    public double Progress => (double)Step / Math.Max(1, StepsPerEpoch);
}
