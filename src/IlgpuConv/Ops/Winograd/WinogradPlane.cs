using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The images of a Winograd convolution and the tiles that lie over their destination. With dilation d the positions y of a remainder y mod d are an
/// image of their own, whose neighbours lie d apart: tile number t begins at <c>t / d · m d + t mod d</c>.
/// </summary>
/// <param name="Height">Source rows.</param>
/// <param name="Width">Source columns.</param>
/// <param name="OutHeight">Destination rows.</param>
/// <param name="OutWidth">Destination columns.</param>
/// <param name="OriginH">The source row that the first tap of destination row 0 reads.</param>
/// <param name="OriginW">The source column that the first tap of destination column 0 reads.</param>
/// <param name="StepH">Rows from one tap, and from one position of a tile, to the next: the dilation.</param>
/// <param name="StepW">The same for columns.</param>
/// <param name="TilesH">Tiles along the height.</param>
/// <param name="TilesW">Tiles along the width.</param>
/// <param name="Tiles">Tiles of the batch.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="In">Source channels.</param>
/// <param name="Out">Destination channels.</param>
internal readonly record struct WinogradPlane(
    int Height, int Width, int OutHeight, int OutWidth, int OriginH, int OriginW, int StepH, int StepW, int TilesH, int TilesW, int Tiles,
    int SourcePitch, int DestinationPitch, int In, int Out)
{
    /// <summary>Where source and destination lie: in an input gradient, whose taps are walked backwards, the last tap comes first.</summary>
    public static WinogradPlane Of(ConvPlan plan, int tilesH, int tilesW, int tiles, Tensor source, Tensor destination)
    {
        bool isBackward = plan.Direction == ConvDirection.InputGradient;
        ConvAxis h = plan.Shape.Axes[0], w = plan.Shape.Axes[1];
        return new(
            plan.H.Source, plan.W.Source, plan.H.Destination, plan.W.Destination, isBackward ? h.Low - 2 * h.Dilation : -h.Low,
            isBackward ? w.Low - 2 * w.Dilation : -w.Low, h.Dilation, w.Dilation, tilesH, tilesW, tiles, source.Pitch, destination.Pitch, plan.In, plan.Out);
    }
}
