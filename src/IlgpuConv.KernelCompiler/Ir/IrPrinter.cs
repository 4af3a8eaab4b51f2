using System.Text;

namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>
/// Writes a kernel as text that <see cref="IrReader"/> reads back. The text is also the kernel's identity between the steps of the
/// generator: two kernels are equal if their texts are.
/// </summary>
internal static class IrPrinter
{
    public static string Print(KernelIr kernel)
    {
        var text = new StringBuilder();
        text.Append("(kernel ").Append(kernel.Name).Append("\n  (parameters");
        foreach (IrParameter p in kernel.Parameters)
            text.Append("\n    (").Append(Word(p.Kind)).Append(' ').Append(p.Kind == ParameterKind.Struct ? p.StructName : Word(p.Type))
                .Append(' ').Append(p.Name).Append(')');
        text.Append(')');
        Body(text, kernel.Body, 1);
        return text.Append(")\n").ToString();
    }

    public static string Print(Expr e) => e switch
    {
        Const x => $"{x.Text}:{Word(x.Type)}",
        LocalRef x => $"{x.Name}:{Word(x.Type)}",
        ParamRef x => $"${x.Path}:{Word(x.Type)}",
        ViewLength x => $"(length {x.View})",
        Special x => $"#{Word(x.Kind)}",
        Unary x => Node(Word(x.Op), x),
        Binary x => Node(Word(x.Op), x),
        Compare x => Node(Word(x.Op), x),
        Select x => Node("select", x),
        Cast x => Node($"cast {Word(x.Type)}", x),
        BitCast x => Node($"bits {Word(x.Type)}", x),
        Fma x => Node("fma", x),
        MathCall x => Node($"math {x.Name}", x),
        Load x => Node($"load {Word(x.Type)} {x.Memory}", x),
        _ => throw new System.InvalidOperationException($"no text for {e.GetType().Name}"),
    };

    private static string Node(string head, Expr e) => $"({head} {string.Join(" ", e.Operands.Select(Print))})";

    private static string Word<T>(T value)
        where T : struct => value.ToString()!.ToLowerInvariant();

    private static void Body(StringBuilder text, IReadOnlyList<Stmt> body, int depth)
    {
        foreach (Stmt s in body)
        {
            text.Append('\n').Append(' ', depth * 2);
            switch (s)
            {
                case Let x: text.Append($"(let {x.Name} {Print(x.Value)})"); break;
                case Set x: text.Append($"(set {x.Name} {Print(x.Value)})"); break;
                case ArrayDecl x: text.Append($"(array {(x.Shared ? "shared" : "local")} {Word(x.Type)} {x.Name} {x.Length})"); break;
                case PointerDecl x: text.Append($"(pointer {Word(x.Type)} {x.Name} {x.View} {Print(x.Index)})"); break;
                case Advance x: text.Append($"(advance {x.Pointer} {Print(x.Elements)})"); break;
                case Store x: text.Append($"(store {x.Memory} {Print(x.Index)} {Print(x.Value)})"); break;
                case PrefetchStmt x: text.Append($"(prefetch {x.Memory} {Print(x.Index)})"); break;
                case BarrierStmt x: text.Append($"(barrier {x.Place})"); break;
                case AtomicAdd x:
                    text.Append($"(atomicadd {x.Result ?? "_"} {Word(x.Type)} {x.Memory} {Print(x.Index)} {Print(x.Value)})");
                    break;
                case If x:
                    text.Append($"(if {Print(x.Condition)}");
                    Block(text, "then", x.Then, depth);
                    if (x.Else.Count > 0) Block(text, "else", x.Else, depth);
                    text.Append(')');
                    break;
                case For x:
                    text.Append($"(for {x.Variable} {Print(x.Start)} {Print(x.Limit)} {Print(x.Step)} {x.Unroll}");
                    Body(text, x.Body, depth + 1);
                    text.Append(')');
                    break;
                case While x:
                    text.Append($"(while {Print(x.Condition)}");
                    Body(text, x.Body, depth + 1);
                    text.Append(')');
                    break;
            }
        }
    }

    private static void Block(StringBuilder text, string head, IReadOnlyList<Stmt> body, int depth)
    {
        text.Append('\n').Append(' ', depth * 2 + 2).Append('(').Append(head);
        Body(text, body, depth + 2);
        text.Append(')');
    }
}
