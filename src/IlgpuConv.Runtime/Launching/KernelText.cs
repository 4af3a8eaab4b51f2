using System.Buffers.Text;
using System.IO.Compression;

namespace IlgpuConv.Runtime;

/// <summary>Texts that the compiler wrote into an assembly, compressed: as they are they would be most of it.</summary>
public static class KernelText
{
    /// <summary>The UTF-8 text of <paramref name="packed"/>, which is Base64 of the text in the DEFLATE format (RFC 1951).</summary>
    public static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed)
    {
        var compressed = new byte[Base64.GetMaxDecodedFromUtf8Length(packed.Length)];
        Base64.DecodeFromUtf8(packed, compressed, out _, out int length);
        using var text = new MemoryStream();
        using (var inflate = new DeflateStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress)) inflate.CopyTo(text);
        return text.GetBuffer().AsSpan(0, (int)text.Length);
    }
}
