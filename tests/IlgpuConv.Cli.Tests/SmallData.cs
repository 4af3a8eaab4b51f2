using System.Buffers.Binary;
using IlgpuConv.IO;

namespace IlgpuConv.Cli.Tests;

/// <summary>A folder with forty digits to train with and ten to test with as IDX files; gone after the test.</summary>
internal sealed class SmallData : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ilgpuconv").FullName;

    public SmallData()
    {
        LabelledImages digits = DigitsDataset.Load();
        Directory.CreateDirectory(Path);
        Write("train", digits, 0, 40);
        Write("t10k", digits, 40, 10);
    }

    public string Path => System.IO.Path.Combine(_folder, "few");

    public DataSplit Load() => IdxDataset.Load(Path);

    public string File(string name) => System.IO.Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string part, LabelledImages digits, int start, int count)
    {
        List<byte> images = [.. Header(3, count, 8, 8)], labels = [.. Header(1, count)];
        float[] pixels = new float[64];
        for (int i = start; i < start + count; i++)
        {
            digits.CopyImage(i, pixels);
            images.AddRange(pixels.Select(pixel => (byte)(pixel * 255)));
            labels.Add((byte)digits.Labels[i]);
        }

        System.IO.File.WriteAllBytes(System.IO.Path.Combine(Path, $"{part}-images-idx3-ubyte"), [.. images]);
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(Path, $"{part}-labels-idx1-ubyte"), [.. labels]);
    }

    private static byte[] Header(byte rank, params int[] sizes)
    {
        byte[] header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (8, rank);
        for (int i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sizes[i]);
        return header;
    }
}
