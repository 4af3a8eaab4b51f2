namespace IlgpuConv.Modules;

/// <summary>
/// A module that changes as training goes on, such as an attention whose temperature falls. What it changes is a function of the moment
/// alone and lies in its saved state, so a training that is resumed goes on as if it had never stopped.
/// </summary>
public interface IScheduled
{
    /// <summary>Takes the values of a moment of the training.</summary>
    void Follow(TrainingMoment moment);
}
