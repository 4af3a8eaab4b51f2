using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Images with up to four channels, as many in as out: lanes run over the elements of their rows.</summary>
internal sealed class ImageGather : ConvGather
{
    private const int MostChannels = 4;
    private const int MostDilation = 4;
    private const int LeastRow = 32;
    private const int PartElements = 4096;

    private object? _filterKey;
    private object? _biasKey;

    private ImageGather(ConvPlan plan, ImageLaunch launch, int rows, int high, int vectors)
        : base(plan)
    {
        int dilation = Math.Abs(plan.W.Spread);
        (Launch, Rows, High, Channels, Period) = (launch, rows, high, plan.Shape.InChannels, PeriodOf(plan));
        bool isEach = IsEach(plan);
        Reach = isEach ? 0 : Channels - 1;
        Step = isEach ? dilation * Channels : 1;
        Taps = isEach ? plan.W.Taps : ((plan.W.Taps - 1) * dilation * Channels) + Channels + Reach;
        Edge = isEach || dilation == 1 ? Reach : Taps;
        int block = vectors * Period * plan.Lanes;
        Part = plan.IsGpu ? block : Math.Max(1, PartElements / block) * block;
    }

    private ImageLaunch Launch { get; }

    /// <summary>Rows that a group makes together.</summary>
    private int Rows { get; }

    /// <summary>Rows of taps that it takes together.</summary>
    private int High { get; }

    private int Channels { get; }

    /// <summary>Vectors after which the channels of the lanes are the same again.</summary>
    private int Period { get; }

    /// <summary>Elements of a source row that an element reads: positions where channels are convolved each by itself, else all from the first to the last.</summary>
    private int Taps { get; }

    /// <summary>Elements from one of them to the next.</summary>
    private int Step { get; }

    /// <summary>Elements before the first position that belong to other channels of it.</summary>
    private int Reach { get; }

    /// <summary>How many taps at either end do not exist for every channel; all of them where some in between do not.</summary>
    private int Edge { get; }

    /// <summary>Elements of a row that one group makes.</summary>
    private int Part { get; }

    private int Width => Period * Plan.Lanes;

    private int FilterRows => Plan.D.Taps * Plan.H.Taps / High * (High + 1);

    /// <summary>It fits rows that move by one; those of several channels, where none are made together, only if no lanes over sums pay.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        ConvShape shape = plan.Shape;
        int channels = shape.InChannels;
        bool isAll = shape.Groups == 1 && plan.In == plan.Out && Math.Abs(plan.W.Spread) <= MostDilation;
        if (shape.IsPerSample || channels is < 1 or > MostChannels || (!IsEach(plan) && !isAll) || shape.OutChannels != channels || plan.W.Taps < 2
            || plan.W.Stride != 1 || plan.W.Destination * channels < LeastRow || !plan.HasOnePhase) return null;
        bool isWindow = plan.H is { Stride: 1, Spread: 1 or -1 };
        return (isWindow ? plan.H.Taps : 0, PeriodOf(plan)) switch
        {
            (3, 1) => new ImageGather(plan, ConvKernelsLaunch.ImageRows3, 4, 3, 2),
            (5, 1) => new ImageGather(plan, ConvKernelsLaunch.ImageRows5, 4, 5, 2),
            (3, 3) => new ImageGather(plan, ConvKernelsLaunch.ImageRows3Of3, 4, 3, 2),
            (5, 3) => new ImageGather(plan, ConvKernelsLaunch.ImageRows5Of3, 4, 5, 2),
            _ => channels > 1 && DotGather.Of(plan) is { } dots ? dots : new ImageGather(plan, ConvKernelsLaunch.ImageRow, 1, 1, 4),
        };
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => (long)FilterRows * Taps * Width * type.Size();

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        // Rows of images have no room between positions.
        Tensor source = call.Source.Pitch == Channels ? call.Source : call.Source.Contiguous();
        Tensor filter = call.Weight.Derived(
            _filterKey ??= (typeof(ImageGather), $"{(int)Plan.Direction} {Plan.Shape.Groups} {High} {Width} {Plan.W.Spread}"), Pack);
        Tensor? row = call.Bias?.Derived(_biasKey ??= (typeof(ImageGather), $"{Width}"), Repeat);
        int length = checked(Plan.W.Destination * Channels), strips = (Plan.H.Destination + Rows - 1) / Rows;
        var args = new ImageArgs(
            Plan.D.Ascending(), Plan.H.Ascending(), checked(Plan.W.Source * Channels), length, (Plan.W.Ascending().Origin * Channels) - Reach, Taps, Step, Edge,
            Period, Part, call.Biased, call.Tail.InRegisters(adds: false), Plan.PrefetchesRows ? 1 : 0);
        Launch(
            call.Device, new(Plan.Lanes, checked(Plan.Images * Plan.D.Destination * strips), (length + Part - 1) / Part), source.View, filter.View,
            (row ?? filter).View, call.Result.View, args);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Channels} channels of an image side by side in vectors of {Plan.Lanes}{(Rows == 1 ? "" : $", {Rows} rows together")}";

    /// <summary>Whether channels are convolved each by itself.</summary>
    private static bool IsEach(ConvPlan plan) => plan.Shape.InChannels == 1 || (plan.IsDepthwise && plan.Shape.GroupOut == 1);

    private static int PeriodOf(ConvPlan plan)
    {
        int period = 1;
        while (period * plan.Lanes % plan.Shape.InChannels != 0) period++;
        return period;
    }

    private Tensor Pack(Tensor weight)
    {
        ConvShape shape = Plan.Shape;
        PackArgs strides = FilterStrides.InSourceOrder(Plan, FilterStrides.Of(Plan, weight));
        var args = new ImagePackArgs(
            Plan.H.Taps, Plan.W.Taps, Math.Abs(Plan.W.Spread), Channels, Step, Reach, High, Period, Plan.Lanes, strides.FilterFirst,
            strides.StrideD, strides.StrideH, strides.StrideW, shape.Groups > 1 ? 0 : strides.StrideIn, shape.Groups > 1 ? strides.StrideGroup : strides.StrideOut);
        Tensor packed = Tensor.Empty([FilterRows, Taps, Width], weight.Type, weight.Device, MemoryOrder.RowMajor);
        ConvKernelsLaunch.PackImage(weight.Device, new(Width, Taps, FilterRows), weight.View, packed.View, args);
        return packed;
    }

    private Tensor Repeat(Tensor bias)
    {
        Tensor repeated = Tensor.Empty([Width], bias.Type, bias.Device, MemoryOrder.RowMajor);
        ConvKernelsLaunch.RepeatBias(bias.Device, new(Width), bias.View, repeated.View, Channels, Width);
        return repeated;
    }
}
