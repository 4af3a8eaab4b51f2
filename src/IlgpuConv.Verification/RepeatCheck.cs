using IlgpuConv.Runtime;

namespace IlgpuConv.Verification;

/// <summary>Checks that a device gives the same bits on every run: forward and every gradient.</summary>
public static class RepeatCheck
{
    /// <summary>Runs one case in <c>float</c> so many times on <paramref name="device"/> and compares each run with the first, bit for bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is below 2.</exception>
    public static CaseResult Run(OperationCase subject, Device device, int times)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(device);
        if (times < 2) throw new ArgumentOutOfRangeException(nameof(times), $"[verification] at least 2 runs can be compared. Got {times}.");
        string name = $"{subject.Name} ({device.Id} {times} runs)";
        if (subject.IsPerformanceOnly) return new CaseResult(name, CaseOutcome.Skipped, "the case is only timed");
        try
        {
            CaseRun first = CaseRun.Of(subject, device, ElementType.Float32);
            for (int run = 2; run <= times; run++)
            {
                CaseRun next = CaseRun.Of(subject, device, ElementType.Float32);
                string? fault = Difference("output", first.Output, next.Output);
                for (int i = 0; i < first.Gradients.Count; i++)
                    fault ??= Difference(first.Gradients[i].Name, first.Gradients[i].Values, next.Gradients[i].Values);
                if (fault is not null) return new CaseResult(name, CaseOutcome.Failed, $"run {run}: {fault}");
            }
            return new CaseResult(name, CaseOutcome.Passed, "the same bits");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new CaseResult(name, CaseOutcome.Failed, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private static string? Difference(string what, double[] first, double[] next)
    {
        for (int i = 0; i < first.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(first[i]) != BitConverter.DoubleToInt64Bits(next[i]))
                return FormattableString.Invariant($"{what}[{i}] is {next[i]:R}, and {first[i]:R} in the first");
        }
        return null;
    }
}
