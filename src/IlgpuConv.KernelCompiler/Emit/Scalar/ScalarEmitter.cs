using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Scalar;

/// <summary>Writes the scalar form of a kernel: one lane of one group, every access checked. It is what <c>reference</c> runs.</summary>
internal sealed class ScalarEmitter : CSharpScalar
{
    private readonly IndentedWriter _writer;
    private readonly Dictionary<string, string> _lengths = [];
    private int _sharedSlots;

    private ScalarEmitter(KernelIr kernel, IndentedWriter writer)
    {
        _writer = writer;
        foreach (IrParameter p in kernel.Parameters) _lengths[p.Name] = $"block_->{p.Name}.Length";
    }

    public static void Emit(KernelIr kernel, IndentedWriter writer, string method, string argumentsType)
    {
        var emitter = new ScalarEmitter(kernel, writer);
        writer.Open($"internal static void {method}(byte* args, ReferenceLane lane_)");
        KernelText.Arguments(writer, kernel, argumentsType);
        foreach (ArrayDecl array in Walk.All(kernel.Body).OfType<ArrayDecl>()) emitter.Array(array);
        emitter.Block(kernel.Body);
        writer.Close();
    }

    protected override string Special(SpecialKind kind) => $"lane_.{kind}";

    protected override string ScalarLoad(Load x) => At(x.Memory, x.Index);

    private string At(string memory, Expr index) =>
        $"(*ReferenceMemory.At({memory}, {Scalar(index)}, {_lengths[memory]}, \"{Bare(memory)}\", lane_))";

    private void Array(ArrayDecl x)
    {
        _lengths[x.Name] = $"{x.Length}";
        string type = x.Type.CSharp();
        _writer.Line(x.Shared
            ? $"{type}* {x.Name} = ({type}*)lane_.Shared({_sharedSlots++}, {x.Length * x.Type.Bytes()});"
            : $"{type}* {x.Name} = stackalloc {type}[{x.Length}];");
    }

    private void Block(IReadOnlyList<Stmt> body)
    {
        foreach (Stmt s in body) Statement(s);
    }

    private void Statement(Stmt s)
    {
        switch (s)
        {
            case Let x: _writer.Line($"{x.Value.Type.CSharp()} {x.Name} = {Scalar(x.Value)};"); break;
            case Set x: _writer.Line($"{x.Name} = {Scalar(x.Value)};"); break;
            case Store x: _writer.Line($"{At(x.Memory, x.Index)} = {Scalar(x.Value)};"); break;
            case BarrierStmt: _writer.Line("lane_.Barrier();"); break;
            case AtomicAdd x:
                string result = x.Result is null ? "" : $"{x.Type.CSharp()} {x.Result} = ";
                string add = $"System.Threading.Interlocked.Add(ref {At(x.Memory, x.Index)}, {Scalar(x.Value)})";
                _writer.Line(x.Result is null ? $"{add};" : $"{result}{add} - {Nested(x.Value)};");
                break;
            case If x:
                _writer.Open($"if ({Scalar(x.Condition)})");
                Block(x.Then);
                _writer.Close();
                if (x.Else.Count == 0) break;
                _writer.Open("else");
                Block(x.Else);
                _writer.Close();
                break;
            case For x:
                string i = x.Variable;
                _writer.Open($"for ({x.Type.CSharp()} {i} = {Scalar(x.Start)}; {i} {(x.Descending ? ">" : "<")} {Scalar(x.Limit)}; {i} += {Scalar(x.Step)})");
                Block(x.Body);
                _writer.Close();
                break;
            case While x:
                _writer.Open($"while ({Scalar(x.Condition)})");
                Block(x.Body);
                _writer.Close();
                break;
        }
    }
}
