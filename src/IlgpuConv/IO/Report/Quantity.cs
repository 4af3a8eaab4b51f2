using System.Globalization;

namespace IlgpuConv.IO;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] s_bytes = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Bytes, such as <c>12.25 MiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1024 && unit < s_bytes.Length - 1) (bytes, unit) = (bytes / 1024, unit + 1);
        return unit == 0 ? Whole(bytes) + " B" : bytes.ToString("0.00", CultureInfo.InvariantCulture) + " " + s_bytes[unit];
    }

    /// <summary>A number with steps of a thousand, such as <c>1.82 G</c>.</summary>
    public static string Short(double number)
    {
        foreach ((double step, string name) in ((double, string)[])[(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")])
            if (Math.Abs(number) >= step) return (number / step).ToString("0.##", CultureInfo.InvariantCulture) + " " + name;
        return number.ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number with commas.</summary>
    public static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Seconds as a time, such as <c>1.3 ms</c>.</summary>
    public static string Time(double seconds) => seconds >= 1 ? $"{Text(seconds)} s" : seconds >= 1e-3 ? $"{Text(seconds * 1e3)} ms" : seconds >= 1e-6 ? $"{Text(seconds * 1e6)} µs" : $"{Text(seconds * 1e9)} ns";

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
