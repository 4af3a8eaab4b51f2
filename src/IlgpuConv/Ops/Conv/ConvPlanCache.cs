using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Plans that were made before, by all that they depend on: a step of a small network would spend percents of its time on planning again.</summary>
internal static class ConvPlanCache
{
    private const int MostPlans = 4096;

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<ConvPlanKey, ConvPlan> s_plans = [];

    /// <summary>The plan of <see cref="ConvPlan.Of"/>; where shapes keep changing, all are forgotten from time to time.</summary>
    public static ConvPlan Of(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice? choice)
    {
        var key = new ConvPlanKey(shape, direction, lanes, device, choice);
        lock (s_lock)
        {
            if (s_plans.TryGetValue(key, out ConvPlan? known)) return known;
        }
        // Planning takes long for what waits: two threads may both make the same plan, and one is kept.
        var plan = ConvPlan.Of(shape, direction, lanes, device, choice);
        lock (s_lock)
        {
            if (s_plans.Count >= MostPlans) s_plans.Clear();
            s_plans[key] = plan;
        }
        return plan;
    }
}
