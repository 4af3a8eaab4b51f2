namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Arrays as a kernel method sees them that runs as plain C#.</summary>
internal sealed unsafe class PlainMemory(Array[] arrays)
{
    private readonly Array[] _arrays = Array.ConvertAll(arrays, Pin);

    public Array this[int i] => _arrays[i];

    public ArrayView<float> Float(int i) => View<float>(i);

    public ArrayView<double> Double(int i) => View<double>(i);

    public ArrayView<int> Int(int i) => View<int>(i);

    public ArrayView<uint> UInt(int i) => View<uint>(i);

    public ArrayView<long> Long(int i) => View<long>(i);

    public ArrayView<ulong> ULong(int i) => View<ulong>(i);

    public ArrayView<byte> Byte(int i) => View<byte>(i);

    private ArrayView<T> View<T>(int i)
        where T : unmanaged
    {
        var array = (T[])_arrays[i];
        return array.Length == 0 ? default : new((T*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref array[0]), array.Length);
    }

    // The runtime takes uint[] for int[] in a type pattern, so the element type is asked.
    private static Array Pin(Array array) => Type.GetTypeCode(array.GetType().GetElementType()) switch
    {
        TypeCode.Single => Pin((float[])array),
        TypeCode.Double => Pin((double[])array),
        TypeCode.Int32 => Pin((int[])array),
        TypeCode.UInt32 => Pin((uint[])array),
        TypeCode.Int64 => Pin((long[])array),
        TypeCode.UInt64 => Pin((ulong[])array),
        _ => Pin((byte[])array),
    };

    private static T[] Pin<T>(T[] array)
        where T : unmanaged
    {
        T[] pinned = GC.AllocateUninitializedArray<T>(array.Length, pinned: true);
        array.CopyTo(pinned, 0);
        return pinned;
    }
}
