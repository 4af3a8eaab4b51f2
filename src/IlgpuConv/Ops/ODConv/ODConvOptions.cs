namespace IlgpuConv.Ops;

/// <summary>How an <see cref="ODConv2d"/> attends.</summary>
public sealed record ODConvOptions
{
    /// <summary>The number of kernels that are mixed; 1 leaves the attention over kernels out.</summary>
    public int Kernels { get; init; } = 4;

    /// <summary>Hidden features as a part of the input channels.</summary>
    public double Reduction { get; init; } = 1.0 / 16;

    /// <summary>The least number of hidden features.</summary>
    public int LeastHidden { get; init; } = 16;

    /// <summary>
    /// Whether each kernel has attentions of its own over taps, input and output channels, as the paper's formula says; the authors' code
    /// shares one of each over all kernels, which is the default.
    /// </summary>
    public bool PerKernelAttention { get; init; }

    /// <summary>What normalises the hidden features.</summary>
    public ODConvNorm Norm { get; init; } = ODConvNorm.Batch;

    /// <summary>
    /// The temperature of all attentions. A trainer advances it; in a loop of your own call <c>network.AdvanceTo</c> before each step, or
    /// give a constant.
    /// </summary>
    public TemperatureSchedule Temperature { get; init; } = TemperatureSchedule.Linear(30, 1, 10, TemperatureClock.PartsOfEpochs);
}
