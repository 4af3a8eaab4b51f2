namespace IlgpuConv.Ops;

/// <summary>
/// One spatial axis as the tile kernels walk it, for the forward and the input gradient alike. Destination position
/// <c>a Phases + phase</c> gathers the taps <c>t = first, first + TapStep, ...</c>, and tap number j of them reads source position
/// <c>a Stride + (Origin + phase - first Spread) / Phases + j Dilation</c>, where <c>first</c> is the smallest tap that makes the division exact.
/// The forward has one phase; the input gradient has one for each residue of the stride, and its dilation is negative.
/// </summary>
internal readonly record struct GatherAxis(
    int Source, int Destination, int Taps, int Stride, int Origin, int Phases, int Spread, int TapStep, int Dilation)
{
    /// <summary>Destination positions of the longest phase.</summary>
    public int Rows => (Destination + Phases - 1) / Phases;

    /// <summary>The axis of a forward: position y reads <c>y stride - low + t dilation</c>.</summary>
    public static GatherAxis Forward(ConvAxis axis) =>
        new(axis.Input, axis.Output, axis.Kernel, axis.Stride, -axis.Low, 1, 0, 1, axis.Dilation);

    /// <summary>The axis of an input gradient: position x reads <c>(x + low - t dilation) / stride</c> where that is whole.</summary>
    public static GatherAxis InputGradient(ConvAxis axis)
    {
        int common = Common(axis.Stride, axis.Dilation);
        return new(
            axis.Output, axis.Input, axis.Kernel, 1, axis.Low, axis.Stride, axis.Dilation, axis.Stride / common, -(axis.Dilation / common));
    }

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
