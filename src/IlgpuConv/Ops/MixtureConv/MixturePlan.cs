namespace IlgpuConv.Ops;

/// <summary>
/// Which way a mixture of experts is evaluated: a pure function of the shape. Mixing filters costs one convolution and, for each sample,
/// filters that are written, packed and read once; mixing outputs costs a convolution for each expert and no filters of samples. The
/// second is cheaper where a map has few positions beside the number of experts, but not for depthwise filters, which would be repeated
/// as filters of several channels.
/// </summary>
public sealed class MixturePlan
{
    // What moving a number costs in multiply-adds of the convolution: measured on forward and backward together, on the cpu device.
    private const double FilterElement = 90;
    private const double BankElement = 200;
    private const double MapElement = 15;

    // Lanes run over the output channels of a group.
    private const double Lanes = 16;

    private MixturePlan(ConvShape shape, int experts)
    {
        (Shape, Experts) = (shape, experts);
        double filter = shape.Weight.Elements, pixels = shape.OutputPixels, samples = shape.Batch;
        double inputs = shape.Batch == 0 ? 0 : shape.Input.Elements;
        double idle = shape.Groups == 1 ? 1 : Math.Max(1, Lanes / shape.GroupOut);
        FiltersCost = samples * filter * (pixels * (shape.IsDepthwise ? 1 : idle) + experts + FilterElement);
        OutputsCost = experts * (samples * filter * pixels * idle + MapElement * inputs + (shape.Taps == 1 ? 0 : BankElement * filter));
        Evaluation = OutputsCost < FiltersCost ? MixtureEvaluation.MixOutputs : MixtureEvaluation.MixFilters;
    }

    /// <summary>The convolution of one expert with the whole batch.</summary>
    public ConvShape Shape { get; }

    /// <summary>The number of experts.</summary>
    public int Experts { get; }

    /// <summary>The cost of mixing filters, in multiply-adds.</summary>
    public double FiltersCost { get; }

    /// <summary>The cost of mixing outputs, in multiply-adds.</summary>
    public double OutputsCost { get; }

    /// <summary>The cheaper evaluation.</summary>
    public MixtureEvaluation Evaluation { get; }

    /// <summary>The plan for a convolution of one expert, whose filter is <c>[O, I/groups, kernel...]</c>.</summary>
    /// <exception cref="ArgumentException">There is no expert, or the filter is one for each sample.</exception>
    public static MixturePlan Of(ConvShape shape, int experts)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (experts < 1 || shape.IsPerSample)
            throw new ArgumentException($"[mixture conv] a plan needs at least 1 expert and the convolution of one of them. Got {experts} experts and {shape}.", nameof(experts));
        return new MixturePlan(shape, experts);
    }

    /// <summary>The choice and its reason in a line.</summary>
    public override string ToString()
    {
        string chosen = Evaluation == MixtureEvaluation.MixFilters ? "filters" : "outputs";
        return FormattableString.Invariant(
            $"mix {chosen}: {Experts} experts on {Shape.OutputPixels} positions of {Shape.Batch} samples, {FiltersCost / 1e6:0.###} M for filters, {OutputsCost / 1e6:0.###} M for outputs");
    }
}
