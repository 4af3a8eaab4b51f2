using System.Globalization;

namespace IlgpuConv.Ops;

/// <summary>
/// What padded positions hold. For an axis of n, position i beyond its ends holds: zeros; reflect, element -i or 2(n - 1) - i; replicate,
/// the nearest; circular, element i mod n; symmetric, element -i - 1 or 2n - 1 - i; or a constant. The default is zeros.
/// </summary>
public readonly record struct PaddingMode
{
    private PaddingMode(PadKind kind, double value = 0) => (Kind, Value) = (kind, value);

    /// <summary>Zeros.</summary>
    public static PaddingMode Zeros => default;

    /// <summary>The image mirrored at its first and last positions, which are not repeated; each side less than the axis.</summary>
    public static PaddingMode Reflect => new(PadKind.Reflect);

    /// <summary>The first and the last position again and again.</summary>
    public static PaddingMode Replicate => new(PadKind.Replicate);

    /// <summary>The image repeated, as often as needed.</summary>
    public static PaddingMode Circular => new(PadKind.Circular);

    /// <summary>The image mirrored at its edges, first and last positions repeated; each side at most the axis.</summary>
    public static PaddingMode Symmetric => new(PadKind.Symmetric);

    /// <summary>The number that padded positions hold; 0 unless this is <see cref="Constant"/>.</summary>
    public double Value { get; }

    internal PadKind Kind { get; }

    /// <summary>One number everywhere.</summary>
    public static PaddingMode Constant(double value) => new(PadKind.Constant, value);

    /// <inheritdoc/>
    public override string ToString() => (Kind, Value) switch
    {
        (PadKind.Constant, 0) => "zeros",
        (PadKind.Constant, _) => string.Create(CultureInfo.InvariantCulture, $"constant {Value}"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
