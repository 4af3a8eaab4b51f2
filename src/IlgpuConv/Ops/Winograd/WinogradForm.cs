using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>The transform of the patches of a block as a stage of a chain.</summary>
internal delegate ChainStage WinogradPatchesStage(Device device, LaunchGrid grid, BufferView x, BufferView work, in WinogradArgs a);

/// <summary>The way back, from products to outputs, as a stage of a chain.</summary>
internal delegate ChainStage WinogradOutputsStage(Device device, LaunchGrid grid, BufferView work, BufferView bias, BufferView y, in WinogradArgs a);

/// <summary>The way back on top of another tensor, as a stage of a chain.</summary>
internal delegate ChainStage WinogradOnTopStage(
    Device device, LaunchGrid grid, BufferView work, BufferView bias, BufferView start, BufferView y, in WinogradArgs a);

/// <summary>Launches the transform of a filter.</summary>
internal delegate void WinogradFilterLaunch(Device device, LaunchGrid grid, BufferView w, BufferView packed, in WinogradFilterArgs a);

/// <summary>The transform of a part of a filter into the workspace of a block, as a stage of a chain.</summary>
internal delegate ChainStage WinogradOwnFilterStage(Device device, LaunchGrid grid, BufferView w, BufferView work, in WinogradSampleArgs a);

/// <summary>The same from a copy that lies in the workspace.</summary>
internal delegate ChainStage WinogradCopiedFilterStage(Device device, LaunchGrid grid, BufferView work, in WinogradSampleArgs a);

/// <summary>A form of Winograd's filtering, F(m x m, 3x3): its sizes, its kernels, and what its transforms take.</summary>
/// <param name="Outputs">m, positions that a tile has along each axis.</param>
/// <param name="PatchCycles">Cycles of the transform of a patch, a vector of channels.</param>
/// <param name="OutputCycles">Cycles of the way back of a tile, a vector of channels.</param>
/// <param name="FilterCycles">Cycles of the transform of a filter's nine taps, a vector of channels whose neighbours lie apart.</param>
/// <param name="OwnFilterCycles">The same where they are neighbours, in the block that uses them.</param>
/// <param name="ExchangedFilterCycles">The same where they lie apart.</param>
/// <param name="Patches">The transform of patches.</param>
/// <param name="Back">The way back.</param>
/// <param name="BackOnTop">The way back where another tensor is added to the sums.</param>
/// <param name="PatchesKernel">The kernel of <paramref name="Patches"/>.</param>
/// <param name="Filter">The transform of a filter.</param>
/// <param name="FilterContiguous">The same where output channels are neighbours.</param>
internal sealed record WinogradForm(
    int Outputs, double PatchCycles, double OutputCycles, double FilterCycles, double OwnFilterCycles, double ExchangedFilterCycles,
    WinogradPatchesStage Patches, WinogradOutputsStage Back, WinogradOnTopStage BackOnTop, Func<ElementType, Kernel> PatchesKernel, WinogradFilterLaunch Filter,
    WinogradFilterLaunch FilterContiguous)
{
    /// <summary>
    /// How much further from the exact sums the rounding of any form lies than that of nine taps: κ of both axes, <c>κ² = max_j Σ_k A_jk² |G_k|² |B_k|² / 3</c>
    /// where errors add as squares, which is 1.29 for m = 2 and 2.86 for m = 4.
    /// </summary>
    public const double Growth = 8.2;

    private const int MostDilation = 1 << 24;

    /// <summary>F(2x2, 3x3): 16 products for 36.</summary>
    public static readonly WinogradForm Two = new(
        2, 100, 60, 250, 70, 150, WinogradKernelsLaunch.Patches2Stage, WinogradKernelsLaunch.Outputs2Stage, WinogradKernelsLaunch.Outputs2OnTopStage, WinogradKernelsLaunch.Patches2Kernel, WinogradKernelsLaunch.Filter2,
        WinogradKernelsLaunch.FilterContiguous2);

    /// <summary>F(4x4, 3x3): 36 products for 144.</summary>
    public static readonly WinogradForm Four = new(
        4, 250, 140, 350, 130, 290, WinogradKernelsLaunch.Patches4Stage, WinogradKernelsLaunch.Outputs4Stage, WinogradKernelsLaunch.Outputs4OnTopStage, WinogradKernelsLaunch.Patches4Kernel, WinogradKernelsLaunch.Filter4,
        WinogradKernelsLaunch.FilterContiguous4);

    /// <summary>The transform of a filter into the workspace of the block that uses it, where output channels are neighbours.</summary>
    public WinogradOwnFilterStage OwnFilterContiguous => Outputs == 2 ? WinogradKernelsLaunch.SampleFilterContiguous2Stage : WinogradKernelsLaunch.SampleFilterContiguous4Stage;

    /// <summary>The same in any order.</summary>
    public WinogradOwnFilterStage OwnFilter => Outputs == 2 ? WinogradKernelsLaunch.SampleFilterStrided2Stage : WinogradKernelsLaunch.SampleFilterStrided4Stage;

    /// <summary>The same from a copy in the workspace.</summary>
    public WinogradCopiedFilterStage OwnFilterCopied => Outputs == 2 ? WinogradKernelsLaunch.SampleFilterCopied2Stage : WinogradKernelsLaunch.SampleFilterCopied4Stage;

    /// <summary>Products of a tile, (m + 2)².</summary>
    public int Points => (Outputs + 2) * (Outputs + 2);

    /// <summary>Places of a tile in the workspace: one more, which spreads tiles over the sets of a cache.</summary>
    public int Pitch => Points + 1;

    /// <summary>Whether a convolution has 3x3 taps, of any dilation, stride 1 and one group.</summary>
    public static bool Fits(ConvShape shape)
    {
        bool fits = shape.Groups == 1 && shape.AxisArray.Length == 2;
        foreach (ConvAxis a in shape.AxisArray) fits &= a is { Kernel: 3, Stride: 1, Dilation: <= MostDilation, InputDilation: 1 };
        return fits;
    }

    /// <summary>
    /// Tiles of so many outputs along an axis of the destination: as many for each remainder by the dilation, whose positions are an image of their own.
    /// </summary>
    public static int TilesOf(int destination, ConvAxis axis, int outputs)
    {
        int each = (destination + axis.Dilation - 1) / axis.Dilation;
        return checked((each + outputs - 1) / outputs * Math.Min(axis.Dilation, destination));
    }

    /// <inheritdoc/>
    public override string ToString() => $"F({Outputs}x{Outputs}, 3x3)";
}
