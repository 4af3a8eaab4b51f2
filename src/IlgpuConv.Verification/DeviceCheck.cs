using IlgpuConv.Runtime;

namespace IlgpuConv.Verification;

/// <summary>Compares a device with <c>reference</c>: forward and every gradient, within the tolerance of the case.</summary>
public static class DeviceCheck
{
    private const double FloatEpsilon = 1.0 / (1 << 23);
    private const double DoubleEpsilon = 1.0 / (1L << 52);
    private const double WinogradGrowth = 8.2;

    /// <summary>Runs one case on <paramref name="device"/> in <paramref name="type"/> and compares it.</summary>
    public static CaseResult Run(OperationCase subject, Device device, ElementType type = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(device);
        string name = $"{subject.Name} ({device.Id} {Tensors.ElementTypeNames.ShortName(type)})";
        if (subject.IsPerformanceOnly) return new CaseResult(name, CaseOutcome.Skipped, "the case is only timed");
        if (type == ElementType.Float64 && !device.Capabilities.SupportsDouble)
            return new CaseResult(name, CaseOutcome.Skipped, $"{device.Id} has no double precision");
        try
        {
            return Compare(subject, device, type, name);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new CaseResult(name, CaseOutcome.Failed, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    /// <summary>
    /// Compares the forward of one case of any size in <c>float</c>, those that are only timed too, on some devices with two or three runs
    /// of the reference. The terms of a sum are those of an element within the edges.
    /// </summary>
    public static IReadOnlyList<CaseResult> Forward(OperationCase subject, IReadOnlyList<Device> devices)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(devices);
        OperationCase forward = subject with { DerivativeOrder = 0 };
        Device reference = Devices.Get("reference");
        CaseRun expected = CaseRun.Of(forward, reference, ElementType.Float32);
        double[] bound = forward.Tolerance switch
        {
            ToleranceRule.Exact => new double[expected.Output.Length],
            ToleranceRule.Linear => Sums(forward, reference),
            ToleranceRule.Winograd => Shared(Sums(forward, reference)),
            _ => Rounding(CaseRun.Of(forward, reference, ElementType.Float64).Output, expected.Output, 1, ElementType.Float32),
        };
        return [.. devices.Select(device => Forward(forward, device, expected, bound))];
    }

    private static CaseResult Forward(OperationCase forward, Device device, CaseRun expected, double[] bound)
    {
        string name = $"{forward.Name} ({device.Id} forward)";
        try
        {
            CaseRun actual = CaseRun.Of(forward, device, ElementType.Float32);
            if (actual.OutputShape != expected.OutputShape)
                return new CaseResult(name, CaseOutcome.Failed, $"the output has shape {actual.OutputShape}, the reference {expected.OutputShape}");
            (double worst, string? fault) = Worst("output", actual.Output, expected.Output, bound);
            return fault is null
                ? new CaseResult(name, CaseOutcome.Passed, FormattableString.Invariant($"largest deviation {worst:P1} of the tolerance"))
                : new CaseResult(name, CaseOutcome.Failed, fault);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new CaseResult(name, CaseOutcome.Failed, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private static double[] Sums(OperationCase forward, Device reference)
    {
        double[] sums = CaseRun.Of(forward, reference, ElementType.Float32, Math.Abs).Output;
        double[] terms = forward.Flops > 0
            ? [.. Enumerable.Repeat(forward.Flops / 2 / Math.Max(1, sums.Length) + 1, sums.Length)]
            : CaseRun.Of(forward, reference, ElementType.Float32, _ => 1).Output;
        return [.. sums.Zip(terms, (sum, n) => 2 * FloatEpsilon * Math.Sqrt(Math.Max(1, n)) * sum)];
    }

    private static (double Worst, string? Fault) Worst(string what, double[] values, double[] expected, double[] bound)
    {
        double worst = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double error = Math.Abs(values[i] - expected[i]);
            if (!values[i].Equals(expected[i]) && !(error <= bound[i]))
            {
                return (worst, FormattableString.Invariant(
                    $"{what}[{i}] is {values[i]:R}, the reference {expected[i]:R}: off by {error:G3}, tolerance {bound[i]:G3}"));
            }
            if (bound[i] > 0) worst = Math.Max(worst, error / bound[i]);
        }
        return (worst, null);
    }

    private static CaseResult Compare(OperationCase subject, Device device, ElementType type, string name)
    {
        Device reference = Devices.Get("reference");
        CaseRun actual = CaseRun.Of(subject, device, type);
        CaseRun exact = CaseRun.Of(subject, reference, ElementType.Float64);
        if (actual.OutputShape != exact.OutputShape)
            return new CaseResult(name, CaseOutcome.Failed, $"the output has shape {actual.OutputShape}, the reference {exact.OutputShape}");

        CaseRun rounded = CaseRun.Of(subject, reference, type);
        double[][] bounds = Bounds(subject, reference, type, exact);
        double worst = 0;
        string? fault = null;
        Check("output", actual.Output, rounded.Output, bounds[0]);
        for (int i = 0; i < exact.Gradients.Count; i++)
            Check(exact.Gradients[i].Name, actual.Gradients[i].Values, rounded.Gradients[i].Values, bounds[i + 1]);
        return fault is null
            ? new CaseResult(name, CaseOutcome.Passed, FormattableString.Invariant($"largest deviation {worst:P1} of the tolerance"))
            : new CaseResult(name, CaseOutcome.Failed, fault);

        void Check(string what, double[] values, double[] expected, double[] bound)
        {
            (double here, string? wrong) = Worst(what, values, expected, bound);
            worst = Math.Max(worst, here);
            fault ??= wrong;
        }
    }

    /// <summary>The tolerance of every element of the output and of each gradient.</summary>
    private static double[][] Bounds(OperationCase subject, Device reference, ElementType type, CaseRun exact)
    {
        double[][] values = [exact.Output, .. exact.Gradients.Select(g => g.Values)];
        if (subject.Tolerance == ToleranceRule.Exact) return Array.ConvertAll(values, v => new double[v.Length]);
        if (subject.Tolerance is ToleranceRule.Linear or ToleranceRule.Winograd)
        {
            double epsilon = type == ElementType.Float32 ? FloatEpsilon : DoubleEpsilon;
            CaseRun sums = CaseRun.Of(subject, reference, ElementType.Float64, Math.Abs);
            CaseRun terms = CaseRun.Of(subject, reference, ElementType.Float64, _ => 1);
            double[][] sum = [sums.Output, .. sums.Gradients.Select(g => g.Values)];
            double[][] count = [terms.Output, .. terms.Gradients.Select(g => g.Values)];
            double[][] bounds = [.. sum.Zip(count, (s, n) => s.Zip(n, (each, c) => 2 * epsilon * Math.Sqrt(Math.Max(1, c)) * each).ToArray())];
            return subject.Tolerance == ToleranceRule.Linear ? bounds : Array.ConvertAll(bounds, Shared);
        }
        CaseRun rounded = CaseRun.Of(subject, reference, ElementType.Float32);
        double[][] single = [rounded.Output, .. rounded.Gradients.Select(g => g.Values)];
        double scale = type == ElementType.Float32 ? 1 : DoubleEpsilon / FloatEpsilon;
        return [.. values.Zip(single, (v, f) => Rounding(v, f, scale, type))];
    }

    /// <summary>The largest tolerance for every element, times the growth of the transforms.</summary>
    private static double[] Shared(double[] bounds)
    {
        double largest = bounds.Length == 0 ? 0 : WinogradGrowth * bounds.Max();
        return Array.ConvertAll(bounds, _ => largest);
    }

    private static double[] Rounding(double[] exact, double[] rounded, double scale, ElementType type)
    {
        var bound = new double[exact.Length];
        if (exact.Length == 0) return bound;
        double difference = exact.Zip(rounded, (e, r) => Math.Abs(e - r)).Max();
        double largest = exact.Max(Math.Abs);
        Array.Fill(bound, 8 * difference * scale + 4 * Tensors.ElementTypeNames.Ulp(type, largest));
        return bound;
    }
}
