namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>A statement. There is no return, break or continue: the front end turns them into conditions.</summary>
internal abstract record Stmt;

/// <summary>Declares a local and gives it its first value.</summary>
internal sealed record Let(string Name, Expr Value) : Stmt;

internal sealed record Set(string Name, Expr Value) : Stmt;

/// <summary>An array of constant length, shared by the group or private to the lane. Its contents are undefined.</summary>
internal sealed record ArrayDecl(string Name, IrType Type, int Length, bool Shared) : Stmt;

/// <summary>A pointer into a view, moved by <see cref="Advance"/>; made by address strength reduction alone.</summary>
internal sealed record PointerDecl(string Name, IrType Type, string View, Expr Index) : Stmt;

internal sealed record Advance(string Pointer, Expr Elements) : Stmt;

internal sealed record Store(string Memory, Expr Index, Expr Value) : Stmt;

/// <summary>Says that an element is read soon; the index is uniform and may lie outside.</summary>
internal sealed record PrefetchStmt(string Memory, Expr Index) : Stmt;

internal sealed record If(Expr Condition, IReadOnlyList<Stmt> Then, IReadOnlyList<Stmt> Else) : Stmt;

/// <summary>
/// A counted loop: <c>Variable</c> from <c>Start</c> while it is below <c>Limit</c> (above it for a negative constant step). Limit and
/// step do not change while it runs. <c>Unroll</c>: 0 as the compiler sees fit, -1 completely, n by n.
/// </summary>
internal sealed record For(string Variable, Expr Start, Expr Limit, Expr Step, int Unroll, IReadOnlyList<Stmt> Body) : Stmt
{
    public IrType Type => Start.Type;

    public bool Descending => Step is Const c && c.IsInt(out long s) && s < 0;
}

internal sealed record While(Expr Condition, IReadOnlyList<Stmt> Body) : Stmt;

/// <summary>Where the barrier stands in the source: an index into the front end's list of places.</summary>
internal sealed record BarrierStmt(int Place) : Stmt;

/// <summary>Adds to an integer in a view or shared array; the former value goes to <c>Result</c>, a local declared here, if named.</summary>
internal sealed record AtomicAdd(string? Result, IrType Type, string Memory, Expr Index, Expr Value) : Stmt;
