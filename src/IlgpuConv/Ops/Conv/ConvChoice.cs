using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>One of the plans of a shape, by the name that a table of measurements keeps.</summary>
/// <param name="Name"><c>planned</c>, <c>direct</c>, <c>direct RxV</c> with the size of the only tile, <c>winograd 2x2</c> or <c>winograd 4x4</c>.</param>
internal readonly record struct ConvChoice(string Name)
{
    /// <summary>What <see cref="ConvPlan"/> takes unmeasured.</summary>
    public static readonly ConvChoice Planned = new("planned");

    /// <summary>The tile kernel, or the depthwise one without a window, even where another is likely faster.</summary>
    public static readonly ConvChoice Direct = new("direct");

    /// <summary>Winograd's F(2x2, 3x3).</summary>
    public static readonly ConvChoice Winograd2 = new("winograd 2x2");

    /// <summary>Winograd's F(4x4, 3x3).</summary>
    public static readonly ConvChoice Winograd4 = new("winograd 4x4");

    /// <summary>The algorithm that it stands for.</summary>
    public ConvAlgorithm Algorithm => this == Planned ? ConvAlgorithm.Planned
        : this == Winograd2 ? ConvAlgorithm.Winograd2
        : this == Winograd4 ? ConvAlgorithm.Winograd4 : ConvAlgorithm.Direct;

    /// <summary>Whether it is the unmeasured one.</summary>
    public bool IsPlanned => this == Planned;

    /// <summary>
    /// Every plan there is for a shape: what is likely fastest first, then the direct kernel with the tiles it would choose (which the
    /// others are checked against), then with each size of tile alone, and Winograd's forms where it has them.
    /// </summary>
    public static IReadOnlyList<ConvChoice> All(ConvShape shape, ConvDirection direction, DeviceCapabilities device)
    {
        if (shape.IsDepthwise) return [Planned, Direct];
        bool hasWinograd = WinogradForm.Fits(shape), hasBoth = direction != ConvDirection.WeightGradient && !shape.IsPerSample;
        return
        [
            Planned, Direct, .. ConvTile.Of(direction, device.VectorRegisters).Select(Of),
            .. !hasWinograd ? (ConvChoice[])[] : hasBoth ? [Winograd2, Winograd4] : [Winograd4],
        ];
    }

    /// <summary>The direct kernel with tiles of one size.</summary>
    public static ConvChoice Of(ConvTile tile) => new($"direct {tile}");

    /// <summary>Whether a plan may have a tile.</summary>
    public bool Allows(ConvTile tile) => Algorithm != ConvAlgorithm.Direct || this == Direct || this == Of(tile);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
