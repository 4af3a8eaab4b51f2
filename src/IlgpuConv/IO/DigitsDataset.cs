using System.IO.Compression;

namespace IlgpuConv.IO;

/// <summary>The UCI handwritten digits that come with the library: 1,797 grey images of 8x8 in 10 classes (CC BY 4.0).</summary>
public static class DigitsDataset
{
    private const string Resource = "digits.csv.gz";
    private const int Size = 8;

    /// <summary>All 1,797 images, in the order of the source; 16 is white.</summary>
    public static LabelledImages Load()
    {
        using Stream packed = typeof(DigitsDataset).Assembly.GetManifestResourceStream(Resource)!;
        using StreamReader lines = new(new GZipStream(packed, CompressionMode.Decompress));
        List<byte> pixels = [];
        List<int> labels = [];
        while (lines.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            for (int i = 0; i < Size * Size; i++)
            {
                pixels.Add(byte.Parse(fields[i]));
            }

            labels.Add(int.Parse(fields[Size * Size]));
        }

        return new LabelledImages([.. pixels], 16, [.. labels], 1, Size, Size, 10);
    }

    /// <summary>The digits split by class: a fifth (359 images) to test with, the same ones always; 1,438 to train with.</summary>
    public static DataSplit LoadSplit() => DataSplit.Stratified("digits", Load(), 0.2, seed: 0);
}
