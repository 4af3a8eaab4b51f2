namespace IlgpuConv.IO;

/// <summary>A colour of 8 bits a channel.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">0 for nothing to 255 for opaque.</param>
public readonly record struct Colour(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <summary>The opaque colour of a number such as <c>0x2A5F82</c>.</summary>
    public static Colour Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>The colour as HTML writes it, <c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>This colour with a part of another one: 0 for this one, 1 for the other.</summary>
    internal Colour Towards(Colour other, double part) => new(
        Mix(Red, other.Red, part), Mix(Green, other.Green, part), Mix(Blue, other.Blue, part), Mix(Alpha, other.Alpha, part));

    private static byte Mix(byte from, byte to, double part) => byte.CreateSaturating(Math.Round(from + (to - from) * part));
}
