using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Checks and times the plans of one shape in one direction on random numbers.</summary>
internal sealed class ConvMeasurement(
    ConvShape shape, ConvDirection direction, ElementType type, Device device, long workspaceCap, Func<ConvChoice, Func<Tensor>, Tensor> forced)
{
    private const int Rounds = 7;
    private const double SecondsPerRound = 0.002;

    /// <summary>What another plan must save to be chosen: less is within the noise of a machine.</summary>
    private const double LeastGain = 0.03;

    /// <summary>The plans with their times; those that take turns are measured in the same rounds, and medians are compared.</summary>
    public ConvTuningEntry Run()
    {
        using var scope = new TensorScope();
        (Tensor first, Tensor second) = (Random(0), Random(1));
        ConvChoice[] choices = [.. Distinct()];
        double[] expected = Output(ConvChoice.Direct, first, second);
        double[] bound = Bound(first, second);
        var refusals = new string?[choices.Length];
        var times = new List<double>[choices.Length];
        for (int i = 0; i < choices.Length; i++)
        {
            times[i] = [];
            long bytes = Plan(choices[i]).WorkspaceBytes(type);
            // What runs unmeasured has to be there, whatever it takes.
            refusals[i] = i > 0 && bytes > workspaceCap ? $"its workspace of {bytes} bytes is over the cap of {workspaceCap}" : Difference(choices[i], first, second, expected, bound);
        }
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < choices.Length; i++)
                if (refusals[i] is null) times[i].Add(Time(choices[i], first, second));
        ConvTuningCandidate[] candidates =
        [
            .. choices.Select((choice, i) => new ConvTuningCandidate(
                choice.Name, Plan(choice).WorkspaceBytes(type), times[i].Count == 0 ? 0 : times[i].Order().ElementAt(Rounds / 2), refusals[i])),
        ];
        ConvTuningCandidate[] sound = [.. candidates.Where(candidate => candidate.Refusal is null)];
        ConvTuningCandidate best = sound.Length == 0 ? candidates[0] : sound.MinBy(candidate => candidate.Seconds)!;
        bool isGain = candidates[0].Refusal is not null || best.Seconds < (1 - LeastGain) * candidates[0].Seconds;
        return new ConvTuningEntry(shape.ToString(), direction, type, (isGain ? best : candidates[0]).Choice, candidates);
    }

    /// <summary>The plans without those that would run the same.</summary>
    private IEnumerable<ConvChoice> Distinct() => ConvChoice.All(shape, direction, device.Capabilities)
        .DistinctBy(choice => Plan(choice).ToString());

    private ConvPlan Plan(ConvChoice choice) =>
        ConvPlan.Of(shape, direction, device.GroupSize(ConvKernelsLaunch.Gather6x4Kernel(type)), device.Capabilities, choice);

    /// <summary>The input or dy, then the filter or, of a weight gradient, x and dy.</summary>
    private Tensor Random(int place)
    {
        (Shape size, MemoryOrder order) = (direction, place) switch
        {
            (ConvDirection.Forward or ConvDirection.WeightGradient, 0) => (shape.Input, MemoryOrder.ChannelsLast),
            (ConvDirection.InputGradient, 0) or (ConvDirection.WeightGradient, 1) => (shape.Output, MemoryOrder.ChannelsLast),
            _ => (shape.Weight, shape.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter),
        };
        return Tensor.Uniform(size, -1, 1, new RandomGenerator((ulong)place + 1), type, device, order);
    }

    private Tensor Result(ConvChoice choice, Tensor first, Tensor second) => forced(choice, () => direction switch
    {
        ConvDirection.Forward => ConvRun.Forward(shape, first, second, null),
        ConvDirection.InputGradient => ConvRun.InputGradient(shape, first, second),
        _ => ConvRun.WeightGradient(shape, first, second),
    });

    private double[] Output(ConvChoice choice, Tensor first, Tensor second)
    {
        using var scope = new TensorScope();
        return Result(choice, first, second).ToDoubles();
    }

    /// <summary><c>2 eps sqrt(terms) sum |x| |w|</c> of every element, the sums by the direct kernel.</summary>
    private double[] Bound(Tensor first, Tensor second)
    {
        using var scope = new TensorScope();
        Tensor Absolute(Tensor t) => Tensor.FromDoubles(Array.ConvertAll(t.ToDoubles(), Math.Abs), t.Shape, t.Type, device, t.Order);
        double[] sums = Output(ConvChoice.Direct, Absolute(first), Absolute(second));
        double terms = direction switch
        {
            ConvDirection.Forward => (double)shape.Taps * shape.GroupIn,
            ConvDirection.InputGradient => (double)shape.Taps * shape.GroupOut,
            _ => (double)shape.OutputPixels * (shape.IsPerSample ? 1 : shape.Batch),
        };
        double epsilon = type == ElementType.Float32 ? 1.0 / (1 << 23) : 1.0 / (1L << 52);
        return Array.ConvertAll(sums, sum => 2 * epsilon * Math.Sqrt(terms) * sum);
    }

    /// <summary>Where a plan is further from the direct kernel than rounding explains, or null.</summary>
    private string? Difference(ConvChoice choice, Tensor first, Tensor second, double[] expected, double[] bound)
    {
        double[] actual = Output(choice, first, second);
        // The outputs of a tile share their rounding: at an edge, with fewer terms, it is that of the others.
        double growth = Plan(choice).Implementation.Growth, shared = growth == 0 ? 0 : growth * bound.Max();
        for (int i = 0; i < actual.Length; i++)
        {
            double tolerance = Math.Max(bound[i], shared);
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance))
                return FormattableString.Invariant($"element {i} is {actual[i]:R}, of the direct kernel {expected[i]:R}, tolerance {tolerance:G3}");
        }
        return null;
    }

    private double Time(ConvChoice choice, Tensor first, Tensor second)
    {
        double least = double.PositiveInfinity, spent = 0;
        // The first run finds the caches as the plan before it left them.
        for (int run = 0; run < 3 || spent < SecondsPerRound; run++)
        {
            double seconds = device.Time(() =>
            {
                using var scope = new TensorScope();
                Result(choice, first, second);
            });
            spent += seconds;
            if (run > 0) least = Math.Min(least, seconds);
        }
        return least;
    }
}
