using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// An index expression as a sum of products: what address arithmetic is reasoned about in. Arithmetic is exact, because index
/// arithmetic of a kernel does not overflow.
/// </summary>
internal sealed class Polynomial
{
    private readonly SortedDictionary<string, (long Factor, Expr[] Atoms)> _terms = new(StringComparer.Ordinal);

    private Polynomial()
    {
    }

    public IEnumerable<(long Factor, Expr[] Atoms)> Terms => _terms.Values;

    /// <summary>The constant term.</summary>
    public long Constant => _terms.TryGetValue("", out (long Factor, Expr[]) c) ? c.Factor : 0;

    public bool IsConstant => _terms.Count == 0 || (_terms.Count == 1 && _terms.ContainsKey(""));

    /// <summary>A text that is the same for equal polynomials.</summary>
    public string Key => string.Join(" + ", _terms.Select(t => $"{t.Value.Factor}*{t.Key}"));

    /// <summary>Reads an expression; <paramref name="expand"/> gives the value of locals that are to be looked through.</summary>
    public static Polynomial From(Expr e, Func<string, Expr?> expand)
    {
        switch (e)
        {
            case Const c when c.IsInt(out long n): return Of(n);
            case Cast { Type: IrType.I32 or IrType.I64, Value.Type: IrType.I32 or IrType.I64 } x: return From(x.Value, expand);
            case LocalRef x when x.Type.IsIndex() && expand(x.Name) is { } value: return From(value, expand);
            case Unary { Op: UnaryOp.Neg } x: return From(x.Value, expand).Times(Of(-1));
            case Binary { Op: BinaryOp.Add } x: return From(x.Left, expand).Plus(From(x.Right, expand), 1);
            case Binary { Op: BinaryOp.Sub } x: return From(x.Left, expand).Plus(From(x.Right, expand), -1);
            case Binary { Op: BinaryOp.Mul } x: return From(x.Left, expand).Times(From(x.Right, expand));
            default: return Of(1, e);
        }
    }

    public static Polynomial Of(long factor, params Expr[] atoms)
    {
        var p = new Polynomial();
        p.Add(factor, atoms);
        return p;
    }

    public Polynomial Plus(Polynomial other, long times)
    {
        var sum = new Polynomial();
        foreach ((long f, Expr[] a) in Terms) sum.Add(f, a);
        foreach ((long f, Expr[] a) in other.Terms) sum.Add(f * times, a);
        return sum;
    }

    /// <summary>The terms for which <paramref name="test"/> holds.</summary>
    public Polynomial Where(Func<Expr[], bool> test)
    {
        var part = new Polynomial();
        foreach ((long f, Expr[] a) in Terms)
            if (test(a)) part.Add(f, a);
        return part;
    }

    /// <summary>The polynomial with one occurrence of <paramref name="atom"/> taken out of every term.</summary>
    public Polynomial Without(Expr atom)
    {
        var part = new Polynomial();
        foreach ((long f, Expr[] a) in Terms)
        {
            List<Expr> rest = [.. a];
            rest.Remove(atom);
            part.Add(f, [.. rest]);
        }
        return part;
    }

    public Expr ToExpr(IrType type)
    {
        Expr? sum = null;
        foreach ((long factor, Expr[] atoms) in Terms.OrderBy(t => t.Atoms.Length == 0).ThenByDescending(t => t.Factor > 0))
        {
            Expr? product = null;
            foreach (Expr a in atoms)
            {
                Expr atom = a.Type == type ? a : new Cast(type, a);
                product = product is null ? atom : new Binary(BinaryOp.Mul, product, atom);
            }
            bool minus = factor < 0 && sum is not null;
            long size = minus ? -factor : factor;
            if (product is null) product = Expr.Int(size, type);
            else if (size != 1) product = new Binary(BinaryOp.Mul, product, Expr.Int(size, type));
            sum = sum is null ? product : new Binary(minus ? BinaryOp.Sub : BinaryOp.Add, sum, product);
        }
        return sum ?? Expr.Int(0, type);
    }

    private Polynomial Times(Polynomial other)
    {
        var product = new Polynomial();
        foreach ((long f, Expr[] a) in Terms)
            foreach ((long g, Expr[] b) in other.Terms) product.Add(f * g, [.. a, .. b]);
        return product;
    }

    private void Add(long factor, Expr[] atoms)
    {
        List<(string Text, Expr Atom)> sorted = [.. atoms.Select(a => (IrPrinter.Print(a), a)).OrderBy(a => a.Item1, StringComparer.Ordinal)];
        string key = string.Join(" ", sorted.Select(s => s.Text));
        long sum = factor + (_terms.TryGetValue(key, out (long Factor, Expr[]) old) ? old.Factor : 0);
        if (sum == 0) _terms.Remove(key);
        else _terms[key] = (sum, [.. sorted.Select(s => s.Atom)]);
    }
}
