using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>An array on a device, at an odd place between guard values.</summary>
internal sealed class GuardedBuffer : IDisposable
{
    private const int Guard = 67;
    private const byte Pattern = 0xA5;

    private readonly DeviceBuffer _buffer;

    public GuardedBuffer(Device device, Array array)
    {
        ElementType type = TypeOf(array);
        _buffer = device.Allocate((array.Length + (2 * Guard)) * type.Size());
        device.Fill(_buffer, 0, _buffer.ByteLength, [Pattern]);
        View = _buffer.View(type, Guard, array.Length);
        device.Write(_buffer, Guard * type.Size(), Bytes(array));
    }

    public BufferView View { get; }

    /// <summary>The array as it is now, after checking the guards.</summary>
    public Array Read()
    {
        int size = View.Type.Size();
        var all = new byte[_buffer.ByteLength];
        _buffer.Device.Read(_buffer, 0, all);
        Assert.DoesNotContain(all.AsSpan(0, Guard * size).ToArray(), value => value != Pattern);
        Assert.DoesNotContain(all.AsSpan(all.Length - (Guard * size)).ToArray(), value => value != Pattern);
        ReadOnlySpan<byte> bytes = all.AsSpan(Guard * size, (int)View.Length * size);
        return View.Type switch
        {
            ElementType.Float32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            ElementType.Float64 => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            ElementType.Int32 => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
            ElementType.UInt32 => MemoryMarshal.Cast<byte, uint>(bytes).ToArray(),
            ElementType.Int64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            ElementType.UInt64 => MemoryMarshal.Cast<byte, ulong>(bytes).ToArray(),
            _ => bytes.ToArray(),
        };
    }

    public void Dispose() => _buffer.Dispose();

    private static byte[] Bytes(Array array)
    {
        var bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static ElementType TypeOf(Array array) => Type.GetTypeCode(array.GetType().GetElementType()) switch
    {
        TypeCode.Single => ElementType.Float32,
        TypeCode.Double => ElementType.Float64,
        TypeCode.Int32 => ElementType.Int32,
        TypeCode.UInt32 => ElementType.UInt32,
        TypeCode.Int64 => ElementType.Int64,
        TypeCode.UInt64 => ElementType.UInt64,
        _ => ElementType.UInt8,
    };
}
