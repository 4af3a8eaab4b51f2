using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// One direction of a convolution on a device: the axes and channels as kernels walk them, and the family of kernels that runs it. A pure function of the
/// shape, the device's capabilities and what was chosen.
/// </summary>
internal sealed class ConvPlan
{
    private const int LongestRow = 1024;
    private const int PrefetchedElements = 1 << 20;

    private ConvPlan(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice choice)
    {
        (Shape, Direction, Lanes, Device, Choice) = (shape, direction, lanes, device, choice);
        IsDepthwise = shape.IsDepthwise;
        bool isWeight = direction == ConvDirection.WeightGradient;
        var none = new ConvAxis(1, 1, 1, 0, 0, 1);
        ConvAxis[] own = shape.AxisArray, axes = [none, none, none];
        own.CopyTo(axes, 3 - own.Length);
        Images = shape.Batch;
        bool isPointwise = !IsDepthwise;
        foreach (ConvAxis a in own) isPointwise &= a is { Kernel: 1, Stride: 1, Low: 0, High: 0, InputDilation: 1 };
        if (isPointwise && (!isWeight || shape.OutputPixels <= LongestRow))
        {
            // Without neighbours the positions of an image are one row; those of a batch too where a row need not be divided.
            int pixels = checked((int)shape.OutputPixels);
            bool isOne = !isWeight && !shape.IsPerSample;
            axes = [none, none, none with { Input = isOne ? checked(pixels * Images) : pixels }];
            if (isOne) Images = Math.Min(Images, 1);
        }
        GatherAxis Axis(ConvAxis a) => direction == ConvDirection.InputGradient ? GatherAxis.InputGradient(a) : GatherAxis.Forward(a);
        (D, H, W) = (Axis(axes[0]), Axis(axes[1]), Axis(axes[2]));
        (In, Out) = direction == ConvDirection.InputGradient ? (shape.GroupOut, shape.GroupIn) : (shape.GroupIn, shape.GroupOut);
        Implementation = isWeight ? WeightGradient() : Gather();
    }

    /// <summary>The sizes.</summary>
    public ConvShape Shape { get; }

    /// <summary>The direction.</summary>
    public ConvDirection Direction { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>What the device can do.</summary>
    public DeviceCapabilities Device { get; }

    /// <summary>What was chosen among the plans of the shape.</summary>
    public ConvChoice Choice { get; }

    /// <summary>The algorithm that was asked for: by the choice, or by the scope that the shape was made in.</summary>
    public ConvAlgorithm Algorithm => Choice.IsPlanned ? Shape.Algorithm : Choice.Algorithm;

    /// <summary>The family of kernels that runs it.</summary>
    public ConvImplementation Implementation { get; }

    /// <summary>Whether each input channel makes output channels of its own.</summary>
    public bool IsDepthwise { get; }

    /// <summary>Images as the kernels see them; one where the positions of a batch are one row.</summary>
    public int Images { get; }

    /// <summary>Depth.</summary>
    public GatherAxis D { get; }

    /// <summary>Height.</summary>
    public GatherAxis H { get; }

    /// <summary>Width.</summary>
    public GatherAxis W { get; }

    /// <summary>Channels of a group that are summed over.</summary>
    public int In { get; }

    /// <summary>Channels of a group that lanes run over.</summary>
    public int Out { get; }

    /// <summary>Whether groups are many and small, and share no cache worth planning for.</summary>
    public bool IsGpu => Device.Kind == DeviceKind.Gpu;

    /// <summary>Whether every destination position meets all taps.</summary>
    public bool HasOnePhase => D is { Phases: 1, Divisor: 1 } && H is { Phases: 1, Divisor: 1 } && W is { Phases: 1, Divisor: 1 };

    /// <summary>Whether the images are beyond the second cache, so that a row of channels side by side asks for the next one.</summary>
    public bool PrefetchesRows => !IsGpu && Shape.Input.Elements + Shape.Output.Elements >= PrefetchedElements;

    /// <summary>The plan of a shape for one direction on a device: the one that is likely fastest, or one of <see cref="ConvChoice.All"/>.</summary>
    public static ConvPlan Of(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice? choice = null) =>
        new(shape, direction, lanes, device, choice ?? ConvChoice.Planned);

    /// <summary>Bytes that it takes besides input, filter and output.</summary>
    public long WorkspaceBytes(ElementType type) => Implementation.WorkspaceBytes(type);

    /// <summary>One line: the direction, and what runs it.</summary>
    public override string ToString() =>
        $"{Direction switch { ConvDirection.Forward => "forward", ConvDirection.InputGradient => "input gradient", _ => "weight gradient" }}: {Implementation}";

    // The families, the most special first: the first that fits runs. A choice names Winograd's forms and those that fit whatever there is; the others are
    // likely faster than what comes after them wherever they fit.
    private ConvGather Gather() =>
        WinogradGather.Of(this)
        ?? (!Choice.IsPlanned ? null
            : ImageGather.Of(this)
            ?? DotGather.Of(this)
            ?? DepthwiseTileGather.Of(this)
            ?? DepthwiseWindowGather.Of(this)
            ?? DepthwiseSpreadGather.Of(this)
            ?? GroupedGather.Of(this)
            ?? FoldGather.Of(this))
        ?? DepthwiseRowGather.Of(this)
        ?? new TileGather(this);

    private ConvWeightGradient WeightGradient() =>
        WinogradGradient.Of(this)
        ?? (!Choice.IsPlanned ? null
            : TurnedGradient.Of(this)
            ?? PanelGradient.Of(this)
            ?? DepthwiseWindowGradient.Of(this)
            ?? GroupedGradient.Of(this))
        ?? DepthwiseGradient.Of(this)
        ?? new TileGradient(this);
}
