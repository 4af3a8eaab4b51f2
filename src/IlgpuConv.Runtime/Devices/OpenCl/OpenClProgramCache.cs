using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IlgpuConv.Runtime;

/// <summary>
/// Compiled programs on disk, one file each: the key, the length and checksum of the program, the program. What does not agree is
/// reported as missing. Any failure to write loses the caching and nothing else.
/// </summary>
/// <param name="folder">The folder; an empty string keeps nothing.</param>
internal sealed class OpenClProgramCache(string folder)
{
    private const int KeyBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 8 + KeyBytes + 8 + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "ICLPROG1"u8;

    /// <summary>The folder that is used where the program names none.</summary>
    public static string DefaultFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("ILGPUCONV_CACHE") is { Length: > 0 } named) return Path.Combine(named, "opencl");
            string? user = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(user) && OperatingSystem.IsLinux() && Home is { Length: > 0 } home) user = Path.Combine(home, ".cache");
            if (string.IsNullOrEmpty(user)) user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return user.Length == 0 ? "" : Path.Combine(user, "ilgpuconv", "opencl");
        }
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The key of a program: a hash of all that it depends on.</summary>
    public static byte[] Key(IEnumerable<string> parts, params IEnumerable<byte[]> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (byte[] part in parts.Select(Encoding.UTF8.GetBytes).Concat(texts))
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>The program kept under <paramref name="key"/>, or null when there is none or its file is damaged.</summary>
    public byte[]? Read(byte[] key)
    {
        if (folder.Length == 0) return null;
        byte[] file;
        try
        {
            file = File.ReadAllBytes(PathOf(key));
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return null;
        }
        if (file.Length < HeaderBytes || !file.AsSpan(0, 8).SequenceEqual(Magic) || !file.AsSpan(8, KeyBytes).SequenceEqual(key)) return null;
        ReadOnlySpan<byte> program = file.AsSpan(HeaderBytes);
        if (BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(8 + KeyBytes)) != program.Length) return null;
        return SHA256.HashData(program).AsSpan().SequenceEqual(file.AsSpan(8 + KeyBytes + 8, KeyBytes)) ? program.ToArray() : null;
    }

    /// <summary>Keeps a program: written beside its place and renamed, so that no reader sees half of it.</summary>
    public void Write(byte[] key, ReadOnlySpan<byte> program)
    {
        if (folder.Length == 0) return;
        var file = new byte[HeaderBytes + program.Length];
        Magic.CopyTo(file);
        key.CopyTo(file, 8);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(8 + KeyBytes), program.Length);
        SHA256.HashData(program, file.AsSpan(8 + KeyBytes + 8));
        program.CopyTo(file.AsSpan(HeaderBytes));
        string path = PathOf(key), beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(beside, file);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            Remove(beside);
        }
    }

    private static bool IsOfFiles(Exception fault) => fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            // Nothing more can be done, and nothing depends on it.
        }
    }

    private string PathOf(byte[] key) => Path.Combine(folder, Convert.ToHexStringLower(key) + ".bin");
}
