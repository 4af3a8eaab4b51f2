using System.Numerics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Loads, stores, gathers, scatters and atomics agree with a loop over the lanes, and leave inactive lanes' memory alone.</summary>
public abstract class LaneMemoryTests(int lanes)
{
    private readonly LaneProbe _probe = new(lanes);

    [Fact]
    public void Elements_of_every_type()
    {
        Memory<float>();
        Memory<int>();
        Memory<uint>();
        if (lanes == 16) return;
        Memory<double>();
        Memory<long>();
        Memory<ulong>();
    }

    [Fact]
    public void Atomics_of_every_integer()
    {
        Atomic<int>();
        Atomic<uint>();
        if (lanes == 16) return;
        Atomic<long>();
        Atomic<ulong>();
    }

    [Fact]
    public void Bytes_as_integers()
    {
        foreach (bool[] active in LaneValues.Masks(lanes))
        {
            Bytes<int>(active);
            if (lanes < 16) Bytes<long>(active);
        }
    }

    private unsafe void Memory<T>()
        where T : unmanaged, INumberBase<T>
    {
        var nowhere = new LaneProbe.Address(64, typeof(T*));
        object none = _probe.Mask(new bool[lanes]);
        Assert.All(_probe.Call<T>("MaskLoad", typeof(T), nowhere, none), value => Assert.Equal(T.Zero, value));
        _probe.Invoke("MaskStore", typeof(T), nowhere, none, _probe.Pack(new T[lanes]));
        foreach (bool[] active in LaneValues.Masks(lanes))
        {
            T[] memory = Filled<T>();
            object mask = _probe.Mask(active);
            Assert.Equal(Expect(active, i => memory[3 + i]), _probe.Call<T>("MaskLoad", typeof(T), LaneProbe.At(memory, 3), mask));
            T[] stored = Filled<T>(), expected = Filled<T>();
            T[] value = Values<T>();
            _probe.Invoke("MaskStore", typeof(T), LaneProbe.At(stored, 3), mask, _probe.Pack(value));
            for (int i = 0; i < lanes; i++)
                if (active[i]) expected[3 + i] = value[i];
            Assert.Equal(expected, stored);
            Indexed<T, int>(active);
            if (lanes < 16) Indexed<T, long>(active);
        }
    }

    private void Indexed<T, TIndex>(bool[] active)
        where T : unmanaged, INumberBase<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        T[] memory = Filled<T>();
        TIndex[] index = Indices<TIndex>(active, out int origin);
        object packed = _probe.Pack(index), mask = _probe.Mask(active);
        T[] expected = Expect(active, i => memory[origin + int.CreateChecked(index[i])]);
        Assert.Equal(expected, _probe.Call<T>("Gather", typeof(T), LaneProbe.At(memory, origin), packed, mask));

        T[] scattered = Filled<T>();
        T[] value = Values<T>();
        for (int i = 0; i < lanes; i++)
            if (active[i]) memory[origin + int.CreateChecked(index[i])] = value[i];
        _probe.Invoke("Scatter", typeof(T), LaneProbe.At(scattered, origin), packed, mask, _probe.Pack(value));
        Assert.Equal(memory, scattered);
    }

    private void Atomic<T>()
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (bool[] active in LaneValues.Masks(lanes))
        {
            Atomic<T, int>(active);
            if (lanes < 16) Atomic<T, long>(active);
        }
    }

    private void Atomic<T, TIndex>(bool[] active)
        where T : unmanaged, IBinaryInteger<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        T[] memory = Filled<T>(), expected = Filled<T>();
        TIndex[] index = Indices<TIndex>(active, out int origin);
        T[] value = Values<T>();
        T[] before = Expect(active, i =>
        {
            ref T at = ref expected[origin + int.CreateChecked(index[i])];
            T old = at;
            at += value[i];
            return old;
        });
        Assert.Equal(before, _probe.Call<T>("AtomicAdd", typeof(T), LaneProbe.At(memory, origin), _probe.Pack(index), _probe.Mask(active), _probe.Pack(value)));
        Assert.Equal(expected, memory);
    }

    private void Bytes<TIndex>(bool[] active)
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        byte[] memory = LaneProbe.Pinned<byte>(4 * lanes);
        new Random(5).NextBytes(memory);
        byte[] original = [.. memory];
        TIndex[] index = Indices<TIndex>(active, out int origin);
        int[] value = [.. Enumerable.Range(0, lanes).Select(i => 0x12300 + (17 * i))];
        object mask = _probe.Mask(active), packed = _probe.Pack(index), values = _probe.Pack(value);
        LaneProbe.Address start = LaneProbe.At(memory, 3), at = LaneProbe.At(memory, origin);

        Assert.Equal(Enumerable.Range(0, lanes).Select(i => (int)memory[3 + i]), _probe.Call<int>("LoadByte", typeof(int), start));
        Assert.Equal(Expect(active, i => (int)memory[3 + i]), _probe.Call<int>("MaskLoadByte", typeof(int), start, mask));
        Assert.Equal(Expect(active, i => (int)memory[origin + int.CreateChecked(index[i])]), _probe.Call<int>("GatherByte", typeof(int), at, packed, mask));

        Check("StoreByte", (expected, i) => expected[3 + i] = (byte)value[i], everyLane: true, start, values);
        Check("MaskStoreByte", (expected, i) => expected[3 + i] = (byte)value[i], everyLane: false, start, mask, values);
        Check("ScatterByte", (expected, i) => expected[origin + int.CreateChecked(index[i])] = (byte)value[i], everyLane: false, at, packed, mask, values);

        void Check(string name, Action<byte[], int> store, bool everyLane, params object[] arguments)
        {
            byte[] expected = [.. original];
            for (int i = 0; i < lanes; i++)
                if (everyLane || active[i]) store(expected, i);
            original.CopyTo(memory, 0);
            _probe.Invoke(name, typeof(byte), arguments);
            Assert.Equal(expected, memory);
            original.CopyTo(memory, 0);
        }
    }

    /// <summary>Indices around an origin, negative ones and pairs of equal ones too; those of inactive lanes lead out of memory.</summary>
    private TIndex[] Indices<TIndex>(bool[] active, out int origin)
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        origin = lanes;
        var random = new Random(9);
        return [.. active.Select(isActive => TIndex.CreateChecked(isActive ? random.Next(-lanes, lanes) : int.MinValue))];
    }

    private T[] Filled<T>()
        where T : unmanaged, INumberBase<T>
    {
        T[] memory = LaneProbe.Pinned<T>(3 * lanes);
        for (int i = 0; i < memory.Length; i++) memory[i] = T.CreateChecked(1000 + i);
        return memory;
    }

    private T[] Values<T>()
        where T : unmanaged, INumberBase<T> => [.. Enumerable.Range(1, lanes).Select(T.CreateChecked)];

    private T[] Expect<T>(bool[] active, Func<int, T> element)
        where T : unmanaged, INumberBase<T> => [.. active.Select((isActive, i) => isActive ? element(i) : T.Zero)];
}

/// <summary>Groups of 4 lanes.</summary>
public sealed class LaneMemory4Tests() : LaneMemoryTests(4);

/// <summary>Groups of 8 lanes.</summary>
public sealed class LaneMemory8Tests() : LaneMemoryTests(8);

/// <summary>Groups of 16 lanes.</summary>
public sealed class LaneMemory16Tests() : LaneMemoryTests(16);
