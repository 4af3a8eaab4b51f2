namespace IlgpuConv.Ops;

/// <summary>How a <see cref="SoftRadiusConv2d"/> finds its radius.</summary>
public sealed record SoftRadiusOptions
{
    /// <summary>How the radius is found; its temperature is the width of the filter's edge, in input positions.</summary>
    public FieldRouterOptions Router { get; init; } = new() { Temperature = TemperatureSchedule.Constant(0.5) };

    /// <summary>About the radius that every image starts with; null for half the kernel.</summary>
    public double? InitialRadius { get; init; }

    /// <summary>Taps whose factor is below this number are left out in inference; 0 keeps all.</summary>
    public double Threshold { get; init; } = 0.01;
}
