using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace IlgpuConv.PtxMachine;

/// <content>Loads, stores, atomics, predicates, branches.</content>
internal static unsafe partial class PtxDecoder
{
    private static void Memory(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all)
    {
        Element<byte, uint>(all, "u8", "b32");
        Element<uint, uint>(all, "u32", "b32");
        Element<ulong, ulong>(all, "u64", "b64");
        Element<float, float>(all, "f32", "f32");
        Element<double, double>(all, "f64", "f64");
        Vector<float>(all, "f32", 4);
        Vector<double>(all, "f64", 2);
        foreach (string space in new[] { "global", "shared" })
        {
            Atomic<uint>(all, space, "u32", "b32");
            Atomic<ulong>(all, space, "u64", "b64");
        }
    }

    private static void Element<TMemory, TRegister>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type, string bits)
        where TMemory : unmanaged, INumber<TMemory>
        where TRegister : unmanaged, INumber<TRegister>
    {
        all[$"ld.param.{type}"] = (k, l) => Parameter<TMemory, TRegister>(k, l, bits);
        foreach (string cache in new[] { "", ".nc" })
        {
            all[$"ld.global{cache}.{type}"] = (k, l) =>
            {
                (int at, long offset) = Address(k, l, 1, "b64");
                return new PtxGlobalLoad<TMemory, TRegister>(l, D(k, l, 2, bits), at, offset);
            };
        }
        all[$"ld.local.{type}"] = (k, l) =>
        {
            (int at, long offset) = Address(k, l, 1, "b64");
            int to = D(k, l, 2, bits);
            return new PtxControl(l, (group, mask) => Load(group, mask, to, at, offset, (address, lane) =>
                TRegister.CreateTruncating(MemoryMarshal.Read<TMemory>(group.Local.At(address, sizeof(TMemory), lane, false)))), to, at);
        };
        all[$"ld.shared.{type}"] = (k, l) =>
        {
            (int at, long offset) = Address(k, l, 1, "b32");
            int to = D(k, l, 2, bits);
            return new PtxControl(l, (group, mask) => LoadShared(group, mask, to, at, offset, (address, lane) =>
                TRegister.CreateTruncating(MemoryMarshal.Read<TMemory>(group.Shared.Read(address, sizeof(TMemory), lane)))), to, at);
        };
        all[$"st.global.{type}"] = (k, l) =>
        {
            l.Operand(0, 2);
            (int at, long offset) = Address(k, l, 0, "b64");
            return new PtxGlobalStore<TMemory, TRegister>(l, at, offset, k.Register(l, l.Operands[1], bits));
        };
        all[$"st.local.{type}"] = (k, l) => Store<TMemory, TRegister>(k, l, "b64", bits, (group, address, lane, value) =>
            MemoryMarshal.Write(group.Local.At(address, sizeof(TMemory), lane, true), in value));
        all[$"st.shared.{type}"] = (k, l) => Store<TMemory, TRegister>(k, l, "b32", bits, (group, address, lane, value) =>
            MemoryMarshal.Write(group.Shared.Write((uint)address, sizeof(TMemory), lane), in value));
    }

    private static void Vector<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type, int lanes)
        where T : unmanaged
    {
        foreach (string cache in new[] { "", ".nc" })
        {
            all[$"ld.global{cache}.v{lanes}.{type}"] = (k, l) =>
            {
                string[] to = l.Operand(0, 2).Trim('{', '}').Split(", ");
                if (to.Length != lanes) throw l.Fault($"{lanes} registers");
                (int at, long offset) = Address(k, l, 1, "b64");
                return new PtxVectorLoad<T>(l, [.. to.Select(name => k.Register(l, name, type))], at, offset);
            };
        }
    }

    private static PtxControl Parameter<TMemory, TRegister>(PtxKernel kernel, PtxLine line, string bits)
        where TMemory : unmanaged, INumber<TMemory>
        where TRegister : unmanaged, INumber<TRegister>
    {
        int to = D(kernel, line, 2, bits);
        string[] place = line.Operands[1].Split('+');
        if (place[0].StartsWith("view", StringComparison.Ordinal) && int.TryParse(place[0][4..], out int view) && view < kernel.ViewElements.Count && place.Length == 1 && bits == "b64")
            return new PtxControl(line, (group, mask) => Fill(group, to, group.Launch.Views[view]), to);
        if (place is not ["packed", var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out int offset) || offset + sizeof(TMemory) > kernel.PackedBytes || offset % sizeof(TMemory) != 0)
            throw line.Fault("a place among the parameters");
        return new PtxControl(line, (group, mask) => Fill(group, to, TRegister.CreateTruncating(MemoryMarshal.Read<TMemory>(group.Launch.Packed.AsSpan(offset)))), to);
    }

    private static void Fill<T>(PtxGroup group, int register, T value)
        where T : unmanaged => new Span<T>(group.At(register), group.Lanes).Fill(value);

    private static void Load<T>(PtxGroup group, ulong mask, int to, int at, long offset, Func<ulong, int, T> read)
        where T : unmanaged
    {
        ulong* address = (ulong*)group.At(at);
        T* result = (T*)group.At(to);
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            result[lane] = read(address[lane] + (ulong)offset, lane);
        }
    }

    private static void LoadShared<T>(PtxGroup group, ulong mask, int to, int at, long offset, Func<uint, int, T> read)
        where T : unmanaged
    {
        uint* address = (uint*)group.At(at);
        T* result = (T*)group.At(to);
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            result[lane] = read(address[lane] + (uint)offset, lane);
        }
    }

    private static PtxControl Store<TMemory, TRegister>(PtxKernel kernel, PtxLine line, string addressType, string bits, Action<PtxGroup, ulong, int, TMemory> write)
        where TMemory : unmanaged, INumber<TMemory>
        where TRegister : unmanaged, INumber<TRegister>
    {
        line.Operand(0, 2);
        (int at, long offset) = Address(kernel, line, 0, addressType);
        int from = kernel.Register(line, line.Operands[1], bits);
        bool isWide = addressType == "b64";
        return new PtxControl(
            line, (group, mask) =>
            {
                void* address = group.At(at);
                TRegister* value = (TRegister*)group.At(from);
                for (ulong rest = mask; rest != 0; rest &= rest - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(rest);
                    write(group, (isWide ? ((ulong*)address)[lane] : ((uint*)address)[lane]) + (ulong)offset, lane, TMemory.CreateTruncating(value[lane]));
                }
            }, -1, at, from);
    }

    private static void Atomic<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string space, string type, string bits)
        where T : unmanaged, IBinaryInteger<T>
    {
        string addressType = space == "global" ? "b64" : "b32";
        all[$"red.{space}.add.{type}"] = (k, l) =>
        {
            l.Operand(0, 2);
            return Add<T>(k, l, 0, addressType, bits, -1, V(k, l, 1, bits));
        };
        all[$"atom.{space}.add.{type}"] = (k, l) => Add<T>(k, l, 1, addressType, bits, D(k, l, 3, bits), V(k, l, 2, bits));
    }

    private static PtxControl Add<T>(PtxKernel kernel, PtxLine line, int operand, string addressType, string bits, int to, int from)
        where T : unmanaged, IBinaryInteger<T>
    {
        (int at, long offset) = Address(kernel, line, operand, addressType);
        return new PtxControl(
            line, (group, mask) =>
            {
                void* address = group.At(at);
                for (ulong rest = mask; rest != 0; rest &= rest - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(rest);
                    Span<byte> element;
                    if (addressType == "b32")
                    {
                        element = group.Shared.Write(((uint*)address)[lane] + (uint)offset, sizeof(T), lane, isAtomic: true);
                    }
                    else
                    {
                        DeviceMemory.Block block = group.Views.At(((ulong*)address)[lane] + (ulong)offset, sizeof(T), out int place);
                        if (block.IsWritten[place] == 0) throw new PtxException($"lane {lane} adds to memory that was never written.");
                        element = block.Bytes.AsSpan(place, sizeof(T));
                    }
                    T former = MemoryMarshal.Read<T>(element);
                    MemoryMarshal.Write(element, unchecked(former + ((T*)group.At(from))[lane]));
                    if (to >= 0) ((T*)group.At(to))[lane] = former;
                }
            }, to, at, from);
    }

    /// <summary>The register and the constant of an address.</summary>
    private static (int Register, long Offset) Address(PtxKernel kernel, PtxLine line, int operand, string type)
    {
        string[] parts = line.Operands[operand].Split('+');
        long offset = 0;
        if (parts.Length > 2 || (parts.Length == 2 && (!long.TryParse(parts[1], CultureInfo.InvariantCulture, out offset) || offset is < int.MinValue or > int.MaxValue)))
            throw line.Fault("an address");
        return (kernel.Register(line, parts[0], type), offset);
    }

    private static void Predicates(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all)
    {
        all["and.pred"] = (k, l) => new PtxLogic(l, (a, b) => a & b, D(k, l, 3, "pred"), V(k, l, 1, "pred"), V(k, l, 2, "pred"));
        all["or.pred"] = (k, l) => new PtxLogic(l, (a, b) => a | b, D(k, l, 3, "pred"), V(k, l, 1, "pred"), V(k, l, 2, "pred"));
        all["xor.pred"] = (k, l) => new PtxLogic(l, (a, b) => a ^ b, D(k, l, 3, "pred"), V(k, l, 1, "pred"), V(k, l, 2, "pred"));
        all["not.pred"] = (k, l) => new PtxLogic(l, (a, _) => ~a, D(k, l, 2, "pred"), V(k, l, 1, "pred"));
        all["mov.pred"] = (k, l) => l.Operands[^1] switch
        {
            "0" => new PtxLogic(l, (_, _) => 0, D(k, l, 2, "pred")),
            "1" => new PtxLogic(l, (_, _) => ulong.MaxValue, D(k, l, 2, "pred")),
            _ => new PtxLogic(l, (a, _) => a, D(k, l, 2, "pred"), V(k, l, 1, "pred")),
        };
    }

    private static void Control(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all)
    {
        all["bra"] = (k, l) => Branch(k, l, false);
        all["bra.uni"] = (k, l) => Branch(k, l, true);
        all["ret"] = (k, l) => l.Operands.Length == 0 ? new PtxControl(l, (group, _) => group.End()) : throw l.Fault("no operand");
        all["bar.sync"] = (k, l) => l.Operand(0, 1) == "0" ? new PtxControl(l, (group, _) => group.Barrier()) : throw l.Fault("barrier 0");
        all["mov.u32"] = (k, l) =>
        {
            int to = D(k, l, 2, "b32");
            switch (l.Operands[1])
            {
                case "%tid.x":
                    return new PtxControl(l, (group, _) =>
                    {
                        for (int lane = 0; lane < group.Lanes; lane++) ((int*)group.At(to))[lane] = lane;
                    }, to);
                case "%ctaid.x": return new PtxControl(l, (group, _) => Fill(group, to, group.X), to);
                case "%ctaid.y": return new PtxControl(l, (group, _) => Fill(group, to, group.Y), to);
                case "%ctaid.z": return new PtxControl(l, (group, _) => Fill(group, to, group.Z), to);
            }
            if (uint.TryParse(l.Operands[1], CultureInfo.InvariantCulture, out uint number)) return new PtxControl(l, (group, _) => Fill(group, to, number), to);
            uint array = k.Array(l, l.Operands[1]);
            return new PtxControl(l, (group, _) => Fill(group, to, array), to);
        };
        all["mov.u64"] = (k, l) =>
        {
            int to = D(k, l, 2, "b64");
            if (l.Operands[1][0] == '%') return new PtxUnary<PtxNumbers.Move<ulong>, ulong, ulong>(l, to, V(k, l, 1, "b64"));
            ulong array = k.Array(l, l.Operands[1]);
            return new PtxControl(l, (group, _) => Fill(group, to, array), to);
        };
    }

    private static PtxControl Branch(PtxKernel kernel, PtxLine line, bool isUniform)
    {
        int target = kernel.Label(line, line.Operand(0, 1));
        if (line.Guard is null) return new PtxControl(line, (group, mask) => group.Jump(target, mask, false));
        int predicate = kernel.Register(line, line.Guard, "pred");
        bool isNegated = line.IsNegated;
        return new PtxControl(line, (group, mask) => group.Jump(target, mask & (isNegated ? ~group.Predicates[predicate] : group.Predicates[predicate]), isUniform), -1, predicate);
    }
}
