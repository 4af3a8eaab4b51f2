using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>How an image with up to four channels, as many in as out, is convolved: lanes run over the elements of its rows.</summary>
/// <param name="Launch">The kernel.</param>
/// <param name="Rows">Rows that it makes together.</param>
/// <param name="High">Rows of taps that it takes together.</param>
/// <param name="Vectors">Vectors of each period that it makes together.</param>
internal sealed record ImagePlan(ImageLaunch Launch, int Rows, int High, int Vectors)
{
    private const int MostChannels = 4;
    private const int MostDilation = 4;
    private const int LeastRow = 32;
    private const int PartElements = 4096;

    /// <summary>Channels.</summary>
    public int Channels { get; private init; }

    /// <summary>Lanes of a vector.</summary>
    public int Lanes { get; private init; }

    /// <summary>Vectors after which the channels of the lanes are the same again.</summary>
    public int Period { get; private init; }

    /// <summary>Elements of a source row that an element reads: positions where channels are convolved each by itself, else all from the first to the last.</summary>
    public int Taps { get; private init; }

    /// <summary>Elements from one of them to the next.</summary>
    public int Step { get; private init; }

    /// <summary>Elements before the first position that belong to other channels of it.</summary>
    public int Reach { get; private init; }

    /// <summary>How many taps at either end do not exist for every channel; all of them where some in between do not.</summary>
    public int Edge { get; private init; }

    /// <summary>Elements of a row that one group makes.</summary>
    public int Part { get; private init; }

    /// <summary>The plan of a convolution, or null where others are faster.</summary>
    public static ImagePlan? Of(ConvPlan plan, DeviceCapabilities device)
    {
        ConvShape shape = plan.Shape;
        int channels = shape.InChannels, dilation = Math.Abs(plan.W.Spread);
        bool isEach = channels == 1 || (plan.IsDepthwise && shape.GroupOut == 1), isAll = shape.Groups == 1 && plan.In == plan.Out;
        if (!plan.Choice.IsPlanned || plan.Direction == ConvDirection.WeightGradient || shape.IsPerSample || channels is < 1 or > MostChannels
            || (!isEach && (!isAll || dilation > MostDilation)) || shape.OutChannels != channels || plan.W.Taps < 2 || plan.W.Stride != 1
            || plan.W.Destination * channels < LeastRow || new[] { plan.D, plan.H, plan.W }.Any(a => a.Phases != 1 || a.Divisor != 1)) return null;
        int period = 1;
        while (period * plan.Lanes % channels != 0) period++;
        bool isWindow = plan.H is { Stride: 1, Spread: 1 or -1 };
        ImagePlan image = (isWindow ? plan.H.Taps : 0, period) switch
        {
            (3, 1) => new(ConvKernelsLaunch.ImageRows3, 4, 3, 2),
            (5, 1) => new(ConvKernelsLaunch.ImageRows5, 4, 5, 2),
            (3, 3) => new(ConvKernelsLaunch.ImageRows3Of3, 4, 3, 2),
            (5, 3) => new(ConvKernelsLaunch.ImageRows5Of3, 4, 5, 2),
            _ => new(ConvKernelsLaunch.ImageRow, 1, 1, 4),
        };
        int reach = isEach ? 0 : channels - 1, step = isEach ? dilation * channels : 1;
        int taps = isEach ? plan.W.Taps : ((plan.W.Taps - 1) * dilation * channels) + channels + reach;
        int block = image.Vectors * period * plan.Lanes;
        return image with
        {
            Channels = channels, Lanes = plan.Lanes, Period = period, Taps = taps, Step = step, Reach = reach, Edge = isEach || dilation == 1 ? reach : taps,
            Part = device.Kind == DeviceKind.Gpu ? block : Math.Max(1, PartElements / block) * block,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Channels} channels of an image side by side in vectors of {Lanes}{(Rows == 1 ? "" : $", {Rows} rows together")}";
}
