using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Writes the statements of one lane of one group.</summary>
internal abstract class ItemEmitter(Language language, IndentedWriter writer) : ScalarText(language)
{
    protected IndentedWriter Writer { get; } = writer;

    protected void Block(IReadOnlyList<Stmt> body)
    {
        foreach (Stmt s in body) Statement(s);
    }

    /// <summary>An element as a place that can be read and assigned.</summary>
    protected abstract string At(string memory, Expr index);

    protected abstract string Barrier { get; }

    protected abstract void Atomic(AtomicAdd x);

    protected override string ScalarLoad(Load x) => At(x.Memory, x.Index);

    private void Statement(Stmt s)
    {
        switch (s)
        {
            case Let x: Writer.Line($"{Language.Type(x.Value.Type)} {x.Name} = {Scalar(x.Value)};"); break;
            case Set x: Writer.Line($"{x.Name} = {Scalar(x.Value)};"); break;
            case Store x: Writer.Line($"{At(x.Memory, x.Index)} = {Scalar(x.Value)};"); break;
            case BarrierStmt: Writer.Line(Barrier); break;
            case AtomicAdd x: Atomic(x); break;
            case If x:
                Writer.Open($"if ({Scalar(x.Condition)})");
                Block(x.Then);
                Writer.Close();
                if (x.Else.Count == 0) break;
                Writer.Open("else");
                Block(x.Else);
                Writer.Close();
                break;
            case For x:
                string i = x.Variable;
                Writer.Open($"for ({Language.Type(x.Type)} {i} = {Scalar(x.Start)}; {i} {(x.Descending ? ">" : "<")} {Scalar(x.Limit)}; {i} += {Scalar(x.Step)})");
                Block(x.Body);
                Writer.Close();
                break;
            case While x:
                Writer.Open($"while ({Scalar(x.Condition)})");
                Block(x.Body);
                Writer.Close();
                break;
        }
    }
}
