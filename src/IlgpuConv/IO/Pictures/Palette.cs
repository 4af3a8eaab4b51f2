namespace IlgpuConv.IO;

/// <summary>
/// Colours for numbers, chosen so that people who see few colours can tell them apart and so that lightness alone already orders them: dark to
/// bright for what is 0 or more, blue over white to red for what has a sign.
/// </summary>
public static class Palette
{
    private static readonly Colour[] s_sequential = Of(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725);
    private static readonly Colour[] s_diverging = Of(0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F);
    private static readonly Colour[] s_categories = Of(0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x888888);

    /// <summary>0 (dark violet) to 1 (yellow); not-a-number is transparent.</summary>
    public static Colour Sequential(double value) => At(s_sequential, value);

    /// <summary>-1 (blue) over 0 (white) to 1 (red); not-a-number is transparent.</summary>
    public static Colour Diverging(double value) => At(s_diverging, (value + 1) / 2);

    /// <summary>0 (black) to 1 (white); not-a-number is transparent.</summary>
    public static Colour Grey(double value) => At([Colour.Of(0), Colour.Of(0xFFFFFF)], value);

    /// <summary>A colour of its own for each of eight kinds; from the ninth on the same ones, lighter.</summary>
    public static Colour Category(int kind)
    {
        Colour colour = s_categories[kind % s_categories.Length];
        return colour.Towards(Colour.Of(0xFFFFFF), Math.Min(0.75, kind / s_categories.Length * 0.3));
    }

    private static Colour At(Colour[] colours, double value)
    {
        if (double.IsNaN(value)) return default;
        double at = Math.Clamp(value, 0, 1) * (colours.Length - 1);
        int first = Math.Min((int)at, colours.Length - 2);
        return colours[first].Towards(colours[first + 1], at - first);
    }

    private static Colour[] Of(params int[] colours) => Array.ConvertAll(colours, Colour.Of);
}
