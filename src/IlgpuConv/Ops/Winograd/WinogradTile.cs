using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>The products of a block as a stage of a chain.</summary>
internal delegate ChainStage WinogradProductStage(Device device, LaunchGrid grid, BufferView w, BufferView work, in WinogradArgs a);

/// <summary>The products of a block with a filter that lies in the workspace, as a stage of a chain.</summary>
internal delegate ChainStage WinogradSampleStage(
    Device device, LaunchGrid grid, BufferView work, BufferView x, BufferView w, in WinogradArgs a, in WinogradAhead ahead);

/// <summary>A tile size of the products: tiles of positions by vectors of output channels, and the kernels that have it.</summary>
/// <param name="Rows">Tiles of positions.</param>
/// <param name="Vectors">Vectors of output channels.</param>
/// <param name="Held">Vectors of weights that are held in registers.</param>
/// <param name="Two">The products of F(2x2, 3x3).</param>
/// <param name="Four">The products of F(4x4, 3x3).</param>
/// <param name="OwnTwo">The products of F(2x2, 3x3) with a filter in the workspace.</param>
/// <param name="OwnFour">The products of F(4x4, 3x3) with a filter in the workspace.</param>
internal sealed record WinogradTile(
    int Rows, int Vectors, int Held, WinogradProductStage Two, WinogradProductStage Four, WinogradSampleStage OwnTwo, WinogradSampleStage OwnFour)
{
    private const int NearBytes = 32 << 10;
    private const int FarBytes = 440 << 10;

    private static readonly WinogradTile[] s_all =
    [
        new(
            7, 4, 3, WinogradKernelsLaunch.Product2By7x4Stage, WinogradKernelsLaunch.Product4By7x4Stage, WinogradKernelsLaunch.SampleProduct2By7x4Stage,
            WinogradKernelsLaunch.SampleProduct4By7x4Stage),
        new(
            4, 4, 4, WinogradKernelsLaunch.Product2By4x4Stage, WinogradKernelsLaunch.Product4By4x4Stage, WinogradKernelsLaunch.SampleProduct2By4x4Stage,
            WinogradKernelsLaunch.SampleProduct4By4x4Stage),
        new(
            14, 2, 2, WinogradKernelsLaunch.Product2By14x2Stage, WinogradKernelsLaunch.Product4By14x2Stage, WinogradKernelsLaunch.SampleProduct2By14x2Stage,
            WinogradKernelsLaunch.SampleProduct4By14x2Stage),
        new(
            6, 2, 2, WinogradKernelsLaunch.Product2By6x2Stage, WinogradKernelsLaunch.Product4By6x2Stage, WinogradKernelsLaunch.SampleProduct2By6x2Stage,
            WinogradKernelsLaunch.SampleProduct4By6x2Stage),
    ];

    /// <summary>The tiles that fit into a number of vector registers: accumulators, weights and one broadcast.</summary>
    public static IEnumerable<WinogradTile> Of(int registers) => s_all.Where(t => t.Rows * t.Vectors + t.Held + 1 <= registers);

    /// <summary>
    /// Cycles of one step over an input channel: two multiply-adds a cycle and a part of what loads take; more where the weights that all
    /// tiles use lie in the second cache.
    /// </summary>
    /// <param name="steps">Steps of a tile, each with weights of its own.</param>
    public double Cycles(int steps)
    {
        double far = Math.Clamp((steps * Vectors * 64 - NearBytes) / (double)FarBytes, 0, 1);
        return Math.Max(Rows * Vectors / 2.0, 4) + 0.4 + 0.25 * Vectors + 0.15 * Rows + far * (0.35 * Vectors + 0.1 * Rows * (Vectors - Held));
    }

    /// <summary>The product of a form.</summary>
    public WinogradProductStage Of(WinogradForm form) => form == WinogradForm.Two ? Two : Four;

    /// <summary>The product of a form with a filter in the workspace.</summary>
    public WinogradSampleStage OwnOf(WinogradForm form) => form == WinogradForm.Two ? OwnTwo : OwnFour;

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Vectors}";
}
