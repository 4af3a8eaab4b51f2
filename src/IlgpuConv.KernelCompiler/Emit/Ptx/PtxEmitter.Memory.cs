using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>Views, arrays and addresses.</content>
internal sealed partial class PtxEmitter
{
    private PtxMemory View(IrParameter p, int index, bool isReadOnly)
    {
        string handle = _w.Register(IrType.U64), first = _w.Register(IrType.U64);
        _w.Do("ld.param.u64", handle, $"[view{index}]");
        _w.Do("cvta.to.global.u64", first, handle);
        if (p.Kind == ParameterKind.Workspace)
        {
            // Each block of a chain has its own part of the workspace.
            string block = _w.Register(IrType.U32), wide = _w.Register(IrType.U64), start = _w.Register(IrType.U64), stride = Packed(IrType.I64, 24);
            _w.Do("mov.u32", block, "%ctaid.z");
            _w.Do("cvt.u64.u32", wide, block);
            _w.Do("mad.lo.s64", start, wide, stride, first);
            first = start;
        }
        string offset = Packed(IrType.I64, $"{p.Name.TrimStart('@')}_offset"), at = _w.Register(IrType.U64);
        Offset(at, offset, p.Type, first);
        return new PtxMemory("global", $"view{index}", at, p.Type, isReadOnly, 0);
    }

    private PtxMemory Array(ArrayDecl x)
    {
        string space = x.Shared ? "shared" : "local", name = $"{space}{_memory.Count}";
        var memory = new PtxMemory(space, name, _w.Register(x.Shared ? IrType.U32 : IrType.U64), x.Type, false, x.Length * x.Type.Bytes());
        _w.Do(x.Shared ? "mov.u32" : "mov.u64", memory.Base, name);
        return memory;
    }

    /// <summary>Adds a 64-bit number of elements to an address.</summary>
    private void Offset(string into, string elements, IrType type, string address)
    {
        string bytes = elements;
        if (type.Bytes() > 1)
        {
            bytes = _w.Register(IrType.I64);
            _w.Do("shl.b64", bytes, elements, Shift(type));
        }
        _w.Do("add.s64", into, address, bytes);
    }

    private static string Shift(IrType type) => type.Bytes() switch
    {
        8 => "3",
        4 => "2",
        _ => "0",
    };

    /// <summary>An element as an address operand: a register and a constant number of bytes.</summary>
    private string At(string memory, Expr index)
    {
        PtxMemory m = _memory[memory];
        (Expr? rest, long constant) = Split(index);
        long bytes = constant * m.Type.Bytes();
        // An address operand takes a constant of 32 bits.
        if (bytes is < int.MinValue or > int.MaxValue) (rest, bytes) = (index, 0);
        string register = rest is null ? m.Base : Address(memory, m, rest);
        return bytes == 0 ? $"[{register}]" : $"[{register}+{bytes}]";
    }

    private string Address(string memory, PtxMemory m, Expr rest)
    {
        var key = new PtxAddress(memory, rest);
        if (_known.Find(key) is { } known) return known;
        string at = _w.Register(m.AddressType), size = $"{m.Type.Bytes()}";
        Expr narrow = rest is Cast { Type: IrType.I64, Value: { Type: IrType.I32 } inner } ? inner : rest;
        if (m.Space == "shared")
        {
            _w.Do("mad.lo.s32", at, Value(narrow.Type.Bytes() == 8 ? new Cast(IrType.I32, narrow) : narrow), size, m.Base);
        }
        else if (narrow.Type.Bytes() == 8)
        {
            Offset(at, Value(narrow), m.Type, m.Base);
        }
        else
        {
            _w.Do($"mad.wide.{(narrow.Type == IrType.I32 ? "s32" : "u32")}", at, Value(narrow), size, m.Base);
        }
        _known.Add(key, at);
        return at;
    }

    /// <summary>Takes a constant term out of an index, which does not overflow.</summary>
    private static (Expr? Varying, long Constant) Split(Expr index)
    {
        switch (index)
        {
            case Const c when c.IsInt(out long n): return (null, n);
            case Binary { Op: BinaryOp.Add, Right: Const c } x when x.Type.IsIndex() && c.IsInt(out long n):
                (Expr? left, long constant) = Split(x.Left);
                return (left, constant + n);
            case Cast { Type: IrType.I64, Value: { Type: IrType.I32 } inner }:
                (Expr? rest, constant) = Split(inner);
                return (rest is null ? null : new Cast(IrType.I64, rest), constant);
            default: return (index, 0);
        }
    }

    private string Load(Load x, string? into)
    {
        PtxMemory m = _memory[x.Memory];
        string at = At(x.Memory, x.Index), instruction = $"ld.{m.Space}{(m.IsReadOnly ? ".nc" : "")}.{m.Type.Memory()}";
        if (x.Type != IrType.Bool)
        {
            string value = into ?? _w.Register(x.Type);
            _w.Do(instruction, value, at);
            return value;
        }
        string number = _w.Register(IrType.U32), predicate = into ?? _w.Register(IrType.Bool);
        _w.Do(instruction, number, at);
        _w.Do("setp.ne.u32", predicate, number, "0");
        return predicate;
    }

    private void Store(Store x)
    {
        PtxMemory m = _memory[x.Memory];
        string value = InRegister(x.Value.Type == IrType.Bool ? new Select(x.Value, Expr.Int(1), Expr.Int(0)) : x.Value);
        string at = At(x.Memory, x.Index);
        _w.Do($"st.{m.Space}.{m.Type.Memory()}", at, value);
        _known.Stored();
    }

    private void Atomic(AtomicAdd x)
    {
        PtxMemory m = _memory[x.Memory];
        string value = InRegister(x.Value), at = At(x.Memory, x.Index), type = x.Type.Bytes() == 8 ? "u64" : "u32";
        if (x.Result is null) _w.Do($"red.{m.Space}.add.{type}", at, value);
        else _w.Do($"atom.{m.Space}.add.{type}", _locals[x.Result] = _w.Register(x.Type), at, value);
        _known.Stored();
    }
}
