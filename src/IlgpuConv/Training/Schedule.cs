namespace IlgpuConv.Training;

/// <summary>A learning rate as a function of the step alone, so that going on from any step gives the same rates.</summary>
public sealed class Schedule
{
    private readonly Func<long, double> _rate;

    private Schedule(Func<long, double> rate)
    {
        _rate = rate;
    }

    /// <summary>Always <paramref name="rate"/>.</summary>
    public static Schedule Constant(double rate) => new(_ => rate);

    /// <summary><c>rate factor^⌊step / every⌋</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="every"/> is below 1.</exception>
    public static Schedule Steps(double rate, long every, double factor = 0.1)
    {
        if (every < 1) throw new ArgumentException($"[schedule] the steps between changes must be at least 1. Got {every}.", nameof(every));
        return new Schedule(step => rate * Math.Pow(factor, step / every));
    }

    /// <summary><c>last + (rate - last) (1 + cos(π step / steps)) / 2</c>, and <paramref name="last"/> from then on.</summary>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is below 1.</exception>
    public static Schedule Cosine(double rate, long steps, double last = 0)
    {
        if (steps < 1) throw new ArgumentException($"[schedule] the length must be at least 1 step. Got {steps}.", nameof(steps));
        return new Schedule(step => step >= steps ? last : last + (rate - last) * (1 + Math.Cos(Math.PI * step / steps)) / 2);
    }

    /// <summary>Rises evenly to this schedule's first rate over <paramref name="steps"/> steps, then follows it from its start.</summary>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is negative.</exception>
    public Schedule WithWarmUp(long steps)
    {
        if (steps < 0) throw new ArgumentException($"[schedule] the warm-up must be at least 0 steps. Got {steps}.", nameof(steps));
        return new Schedule(step => step < steps ? Rate(0) * (step + 1) / steps : Rate(step - steps));
    }

    /// <summary>The rate of step <paramref name="step"/>, counted from 0.</summary>
    public double Rate(long step) => _rate(step);

    /// <summary>Sets the rate of the step that an optimiser takes next.</summary>
    public void Apply(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.Rate = Rate(optimizer.Steps);
    }
}
