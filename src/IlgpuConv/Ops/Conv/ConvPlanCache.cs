using System.Collections.Concurrent;
using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Plans that were made before, by all that they depend on: a step of a small network would spend percents of its time on planning again.</summary>
internal static class ConvPlanCache
{
    private const int MostPlans = 4096;

    private static readonly ConcurrentDictionary<(ConvShape Shape, ConvDirection Direction, int Lanes, DeviceCapabilities Device, ConvChoice? Choice), ConvPlan> s_plans = new();

    /// <summary>The plan of <see cref="ConvPlan.Of"/>; where shapes keep changing, all are forgotten from time to time.</summary>
    public static ConvPlan Of(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice? choice)
    {
        var key = (shape, direction, lanes, device, choice);
        if (s_plans.TryGetValue(key, out ConvPlan? known)) return known;
        if (s_plans.Count >= MostPlans) s_plans.Clear();
        return s_plans[key] = ConvPlan.Of(shape, direction, lanes, device, choice);
    }
}
