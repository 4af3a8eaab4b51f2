using IlgpuConv.Modules;

namespace IlgpuConv.Ops;

/// <summary>
/// The temperature of an attention as a function of the moment of the training alone. High at first, so that all kernels learn, and
/// lower later, so that each sample chooses.
/// </summary>
public sealed class TemperatureSchedule
{
    private readonly Func<double, double> _at;
    private readonly string _text;

    private TemperatureSchedule(string text, TemperatureClock clock, Func<double, double> at) => (_text, Clock, _at) = (text, clock, at);

    /// <summary>What the schedule counts.</summary>
    public TemperatureClock Clock { get; }

    /// <summary>The temperature before the first step.</summary>
    public double First => _at(0);

    /// <summary>Always <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">It is not above 0.</exception>
    public static TemperatureSchedule Constant(double value)
    {
        Check(value, value, 1);
        return new(Text($"constant {value}"), TemperatureClock.Epochs, _ => value);
    }

    /// <summary><c>first + (last - first) min(t / length, 1)</c>; dynamic convolution goes from 30 to 1 over 10 epochs.</summary>
    /// <param name="first">The temperature at t = 0.</param>
    /// <param name="last">The temperature from t = length on.</param>
    /// <param name="length">How long it takes, in what the clock counts.</param>
    /// <param name="clock">What t counts.</param>
    /// <exception cref="ArgumentException">A number is not above 0.</exception>
    public static TemperatureSchedule Linear(double first, double last, double length, TemperatureClock clock = TemperatureClock.Epochs)
    {
        Check(first, last, length);
        return new(Text($"linear {first} to {last} over {length} {Unit(clock)}"), clock, t => first + (last - first) * Math.Min(t / length, 1));
    }

    /// <summary><c>first (last / first)^min(t / length, 1)</c>.</summary>
    /// <param name="first">The temperature at t = 0.</param>
    /// <param name="last">The temperature from t = length on.</param>
    /// <param name="length">How long it takes, in what the clock counts.</param>
    /// <param name="clock">What t counts.</param>
    /// <exception cref="ArgumentException">A number is not above 0.</exception>
    public static TemperatureSchedule Exponential(double first, double last, double length, TemperatureClock clock = TemperatureClock.Epochs)
    {
        Check(first, last, length);
        return new(Text($"exponential {first} to {last} over {length} {Unit(clock)}"), clock, t => t >= length ? last : first * Math.Pow(last / first, t / length));
    }

    /// <summary><c>max(last, first - change ⌊t / every⌋)</c>, for any first temperature; 34 to 1 by 3 every epoch is a known choice.</summary>
    /// <param name="first">The temperature at t = 0.</param>
    /// <param name="last">The lowest temperature.</param>
    /// <param name="change">What is taken away each time.</param>
    /// <param name="every">From one change to the next, in what the clock counts.</param>
    /// <param name="clock">What t counts.</param>
    /// <exception cref="ArgumentException">A number is not above 0, or the last temperature is above the first.</exception>
    public static TemperatureSchedule Steps(double first, double last, double change, double every = 1, TemperatureClock clock = TemperatureClock.Epochs)
    {
        Check(first, last, every);
        if (!(change > 0) || !double.IsFinite(change) || last > first)
            throw new ArgumentException(Text($"[temperature] steps must go down by more than 0. Got first {first}, last {last}, change {change}."));
        return new(Text($"steps {first} to {last} by {change} every {every} {Unit(clock)}"), clock, t => Math.Max(last, first - change * Math.Floor(t / every)));
    }

    /// <summary>The temperature at a moment.</summary>
    public double At(TrainingMoment moment) => _at(Clock switch
    {
        TemperatureClock.Epochs => moment.Epoch,
        TemperatureClock.PartsOfEpochs => moment.Progress,
        _ => moment.Step,
    });

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string Unit(TemperatureClock clock) => clock switch
    {
        TemperatureClock.Epochs => "epochs",
        TemperatureClock.PartsOfEpochs => "epochs, each step",
        _ => "steps",
    };

    private static void Check(double first, double last, double length)
    {
        if (first > 0 && last > 0 && length > 0 && double.IsFinite(first + last + length)) return;
        throw new ArgumentException(Text($"[temperature] temperatures and lengths must be above 0. Got first {first}, last {last}, length {length}."));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
