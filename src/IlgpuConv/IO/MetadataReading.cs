using System.Globalization;

namespace IlgpuConv.IO;

/// <summary>Reads the strings under <c>__metadata__</c> as what they stand for.</summary>
internal static class MetadataReading
{
    public static string Text(this SafeTensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? text)
        ? text
        : throw new BadFileException("checkpoint", file.Path, 8, $"'{key}' in __metadata__", "a file without it");

    public static T Number<T>(this SafeTensorsFile file, string key)
        where T : IParsable<T> => T.TryParse(file.Text(key), CultureInfo.InvariantCulture, out T? number)
        ? number
        : throw new BadFileException("checkpoint", file.Path, 8, $"a number for '{key}' in __metadata__", $"'{file.Text(key)}'");
}
