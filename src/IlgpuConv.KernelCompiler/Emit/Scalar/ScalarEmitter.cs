using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Scalar;

/// <summary>Writes the scalar form of a kernel: one lane of one group, every access checked. It is what <c>reference</c> runs.</summary>
internal sealed class ScalarEmitter : ItemEmitter
{
    private readonly Dictionary<string, string> _lengths = [];
    private int _sharedSlots;

    private ScalarEmitter(KernelIr kernel, IndentedWriter writer)
        : base(new CSharp(), writer)
    {
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

    protected override string Barrier => "lane_.Barrier();";

    protected override string Special(SpecialKind kind) => $"lane_.{kind}";

    protected override string At(string memory, Expr index) =>
        $"(*ReferenceMemory.At({memory}, {Scalar(index)}, {_lengths[memory]}, \"{Bare(memory)}\", lane_))";

    protected override void Atomic(AtomicAdd x)
    {
        string add = $"System.Threading.Interlocked.Add(ref {At(x.Memory, x.Index)}, {Scalar(x.Value)})";
        Writer.Line(x.Result is null ? $"{add};" : $"{x.Type.CSharp()} {x.Result} = {add} - {Nested(x.Value)};");
    }

    private void Array(ArrayDecl x)
    {
        _lengths[x.Name] = $"{x.Length}";
        string type = x.Type.CSharp();
        Writer.Line(x.Shared
            ? $"{type}* {x.Name} = ({type}*)lane_.Shared({_sharedSlots++}, {x.Length * x.Type.Bytes()});"
            : $"{type}* {x.Name} = stackalloc {type}[{x.Length}];");
    }
}
