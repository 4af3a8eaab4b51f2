using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The temperature of an attention: a buffer, so that it lies in the saved state, and the schedule that sets it.</summary>
internal sealed class Temperature(ModuleBuffer buffer, TemperatureSchedule schedule)
{
    private double _set;
    private int _version = -1;

    /// <summary>The number now.</summary>
    public double Value => buffer.Value.ToScalar();

    /// <summary>The schedule.</summary>
    public TemperatureSchedule Schedule => schedule;

    /// <summary>Sets the buffer to the temperature of a moment, unless it has it.</summary>
    public void Follow(TrainingMoment moment)
    {
        double value = schedule.At(moment);
        if (value == _set && _version == buffer.Value.Version) return;
        buffer.Value.Fill(value);
        (_set, _version) = (value, buffer.Value.Version);
    }

    /// <summary><c>logits / temperature</c>.</summary>
    public Tensor Divide(Tensor logits) => logits / buffer.Value;
}
