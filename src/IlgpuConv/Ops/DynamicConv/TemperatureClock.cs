namespace IlgpuConv.Ops;

/// <summary>What a <see cref="TemperatureSchedule"/> counts.</summary>
public enum TemperatureClock
{
    /// <summary>Whole epochs: the temperature changes at the start of an epoch.</summary>
    Epochs,

    /// <summary>Epochs with their parts: lengths are epochs, and the temperature changes with each step.</summary>
    PartsOfEpochs,

    /// <summary>Steps, however many an epoch has.</summary>
    Steps,
}
