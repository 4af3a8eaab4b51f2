namespace IlgpuConv.Ops;

/// <summary>One of the plans of a shape, by the name that a table of measurements keeps.</summary>
/// <param name="Name"><c>planned</c>, <c>direct</c>, or <c>direct RxV</c> with the size of the only tile.</param>
internal readonly record struct ConvChoice(string Name)
{
    /// <summary>What <see cref="ConvPlan"/> takes unmeasured.</summary>
    public static readonly ConvChoice Planned = new("planned");

    /// <summary>The tile kernel, or the depthwise one without a window, even where another is likely faster.</summary>
    public static readonly ConvChoice Direct = new("direct");

    /// <summary>Whether it is the unmeasured one.</summary>
    public bool IsPlanned => this == Planned;

    /// <summary>The direct kernel with tiles of one size.</summary>
    public static ConvChoice Of(ConvTile tile) => new($"direct {tile}");

    /// <summary>Whether a plan may have a tile.</summary>
    public bool Allows(ConvTile tile) => this == Planned || this == Direct || this == Of(tile);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
