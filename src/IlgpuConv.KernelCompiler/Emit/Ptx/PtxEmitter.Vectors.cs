using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>
/// Vector loads. A view may begin at any element, so that neighbours lie in 16 aligned bytes is seen when the kernel runs: a loop that
/// reads neighbours has a second text for it.
/// </content>
internal sealed partial class PtxEmitter
{
    private const int VectorBytes = 16;

    /// <summary>The loads that one vector load carries out, by each of them; empty outside a text for aligned views.</summary>
    private Dictionary<Expr, List<Load>> _vectors = [];

    /// <summary>Writes a loop once, or twice where it reads neighbours.</summary>
    private void For(For x)
    {
        List<List<Load>> groups = Neighbours(x);
        if (groups.Count == 0)
        {
            Counted(x);
            return;
        }
        string scalar = _w.Label(), end = _w.Label();
        string? together = null;
        foreach (List<Load> group in groups)
        {
            string address = _w.Register(IrType.U64), low = _w.Register(IrType.U32);
            string[] parts = At(group[0].Memory, group[0].Index).Trim('[', ']').Split('+');
            _w.Do(parts.Length > 1 ? "add.s64" : "mov.u64", [address, .. parts]);
            _w.Do("cvt.u32.u64", low, address);
            if (together is null) together = low;
            else _w.Do("or.b32", together, together, low);
        }
        string rest = Do("and.b32", IrType.U32, null, together!, $"{VectorBytes - 1}"), isAligned = Do("setp.eq.u32", IrType.Bool, null, rest, "0");
        _w.Branch(scalar, isAligned, false, false);
        foreach (List<Load> group in groups)
            foreach (Load load in group) _vectors[load] = group;
        Scope(() => Counted(x));
        _vectors = [];
        _w.Branch(end);
        _w.Place(scalar);
        Scope(() => Counted(x));
        _w.Place(end);
    }

    /// <summary>The loads of a loop without stores, on every way through its body, that read neighbours through a pointer which stays aligned.</summary>
    private List<List<Load>> Neighbours(For loop)
    {
        var groups = new List<List<Load>>();
        List<Stmt> all = Walk.All(loop.Body);
        if (_vectors.Count > 0 || all.Any(s => s is Ir.Store or Ir.AtomicAdd or BarrierStmt or Ir.For or Ir.While)) return groups;
        HashSet<string> assigned = Walk.Assigned(loop.Body);
        Dictionary<string, Advance[]> advances = all.OfType<Advance>().GroupBy(a => a.Pointer).ToDictionary(a => a.Key, a => a.ToArray());
        IEnumerable<Load> loads = loop.Body.Where(s => s is Let or Set).SelectMany(Walk.Expressions).SelectMany(Walk.All).OfType<Load>();
        foreach (IGrouping<PtxAddress, Load> same in loads.Distinct().GroupBy(l => new PtxAddress(l.Memory, Split(l.Index).Varying ?? Expr.Int(0))))
        {
            PtxMemory m = _memory[same.Key.Memory];
            int lanes = VectorBytes / m.Type.Bytes();
            bool staysAligned = advances.TryGetValue(same.Key.Memory, out Advance[]? moves)
                && moves.All(a => a.Elements is Const c && c.IsInt(out long elements) && elements % lanes == 0);
            bool changes = Walk.Any(same.Key.Index, e => e is Load || (e is LocalRef r && (r.Name == loop.Variable || assigned.Contains(r.Name))));
            if (!m.Type.IsFloat() || !staysAligned || changes) continue;
            SortedDictionary<long, Load> places = [];
            foreach (Load load in same) places[Split(load.Index).Constant] = load;
            foreach (long first in places.Keys.ToList())
            {
                if (groups.Any(g => g.Contains(places[first])) || !Enumerable.Range(1, lanes - 1).All(i => places.ContainsKey(first + i))) continue;
                groups.Add([.. Enumerable.Range(0, lanes).Select(i => places[first + i])]);
            }
        }
        return groups;
    }

    /// <summary>Loads a value together with its neighbours, and gives its register; null where it has none.</summary>
    private string? LoadVector(Expr e)
    {
        if (!_vectors.TryGetValue(e, out List<Load>? group)) return null;
        PtxMemory m = _memory[group[0].Memory];
        string[] registers = [.. group.Select(l => _w.Register(l.Type))];
        _w.Do($"ld.global{(m.IsReadOnly ? ".nc" : "")}.v{group.Count}.{m.Type.Memory()}", $"{{{string.Join(", ", registers)}}}", At(group[0].Memory, group[0].Index));
        for (int i = 0; i < registers.Length; i++) _known.Add(group[i], registers[i]);
        return _known.Find(e);
    }
}
