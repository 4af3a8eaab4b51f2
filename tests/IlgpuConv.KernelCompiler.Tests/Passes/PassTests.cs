using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>What each pass makes of a small kernel: <c>Snapshots/Passes</c> has the text before and after.</summary>
public class PassTests
{
    private static readonly Dictionary<string, Func<KernelIr, KernelIr>> s_passes = new()
    {
        ["fold"] = Fold.Run,
        ["dead"] = k => k with { Body = DeadCode.Remove(k.Body) },
        ["unroll"] = Unroll.Run,
        ["partial"] = PartialUnroll.Run,
        ["replacement"] = ScalarReplacement.Run,
        ["single"] = SingleAssignment.Run,
        ["twin"] = DoubleTwin.Run,
        ["affine"] = k => AffineLanes.Run(k, 8),
        ["split"] = k => SplitTails.Run(k, 8),
        ["varying"] = VaryingLoops.Run,
        ["strength"] = StrengthReduction.Run,
        ["hoist"] = Hoist.Run,
    };

    [Theory]
    [InlineData("fold", "constants", "(let a (add 2:i32 (mul 3:i32 4:i32))) (store y (add (add $u:i32 a:i32) 4:i32) (fma 2:f32 3:f32 0:f32))")]
    [InlineData("fold", "conditions", "(if (lt 3:i32 2:i32) (then (store y 0:i32 1:f32)) (else (store y 1:i32 2:f32))) (while false:bool (store y 2:i32 3:f32))")]
    [InlineData("fold", "select", "(let a 1:f32) (if (lt #lane $u:i32) (then (set a 2:f32))) (store y #lane a:f32)")]
    [InlineData("fold", "not a select of itself", "(let a (lt #lane 3:i32)) (if (lt $u:i32 4:i32) (then (set a (not a:bool)))) (if a:bool (then (store y #lane 1:f32)))")]
    [InlineData("fold", "a comparison of floats keeps its NaN", "(let a (not (lt (load f32 x 0:i32) 1:f32))) (let b (not (lt $u:i32 1:i32))) (if (and a:bool b:bool) (then (store y 0:i32 1:f32)))")]
    [InlineData("dead", "locals and arrays", "(let a 1:i32) (array local f32 t 4) (store t 0:i32 1:f32) (let b 2:i32) (for i 0:i32 4:i32 1:i32 0 (set b i:i32)) (store y 0:i32 1:f32)")]
    [InlineData("dead", "what others see stays", "(array shared f32 s 4) (store s 0:i32 1:f32) (atomicadd old i32 n 0:i32 1:i32) (barrier 0)")]
    [InlineData("unroll", "a loop that reaches an array", "(array local f32 t 2) (for i 0:i32 2:i32 1:i32 0 (let j (add i:i32 0:i32)) (store t j:i32 (load f32 x i:i32)))")]
    [InlineData("unroll", "a loop that does not", "(for i 0:i32 2:i32 1:i32 0 (store y i:i32 (load f32 x i:i32)))")]
    [InlineData("unroll", "on request, downwards", "(for i 4:i32 0:i32 -2:i32 -1 (store y i:i32 (load f32 x i:i32)))")]
    [InlineData("partial", "by three", "(for i 1:i32 $u:i32 2:i32 3 (store y i:i32 (load f32 x i:i32)))")]
    [InlineData("replacement", "constant indexes", "(array local f32 t 2) (store t 0:i32 1:f32) (store t 1:i32 (load f32 t 0:i32)) (store y 0:i32 (load f32 t 1:i32))")]
    [InlineData("replacement", "a variable index keeps the array", "(array local f32 t 2) (store t 0:i32 1:f32) (store y 0:i32 (load f32 t $u:i32))")]
    [InlineData("single", "sets beside the declaration", "(let a 1:f32) (store y 0:i32 a:f32) (set a (add a:f32 2:f32)) (set a (mul a:f32 a:f32)) (store y 1:i32 a:f32)")]
    [InlineData("single", "a set in a loop stays", "(let a 0:f32) (for i 0:i32 $u:i32 1:i32 0 (set a (add a:f32 1:f32))) (store y 0:i32 a:f32)")]
    [InlineData("single", "a first value that nothing reads", "(let a 0:f32) (set a (load f32 x 0:i32)) (store y 0:i32 a:f32)")]
    [InlineData("twin", "decimal text", "(let a (mul (load f32 x 0:i32) 0.1:f32)) (array local f32 t 2) (store t 0:i32 (cast f32 $u:i32)) (store y 0:i32 (add a:f32 (load f32 t 0:i32))) (store n 0:i32 (cast i32 a:f32))")]
    [InlineData("affine", "a base and the lane", "(let i (add (mul #gridx #lanecount) #lane)) (let j (add (mul i:i32 2:i32) $u:i32)) (store y i:i32 (load f32 x j:i32))")]
    [InlineData("affine", "a loop that starts at the lane", "(for i #lane $u:i32 #lanecount 0 (store y i:i32 1:f32))")]
    [InlineData("split", "a bound on an index", "(let i (mul #gridx 8:i32)) (if (lt (add i:i32 #lane) $u:i32) (then (let v (load f32 x (add i:i32 #lane))) (store y (add i:i32 #lane) v:f32)))")]
    [InlineData("split", "with a uniform condition", "(if (and (lt #gridy 3:i32) (le #lane $u:i32)) (then (store y #lane 1:f32)))")]
    [InlineData("split", "not a bound", "(if (lt (load i32 n #lane) $u:i32) (then (store y #lane 1:f32)))")]
    [InlineData("varying", "a limit of the lane", "(for i 0:i32 #lane 1:i32 0 (store y #lane (cast f32 i:i32))) (for j #lane 0:i32 -1:i32 0 (store y #lane (cast f32 j:i32)))")]
    [InlineData("strength", "one pointer for each view and stride", "(for i 0:i32 $u:i32 1:i32 0 (let a (load f32 x (add (mul i:i32 8:i32) #lane))) (let b (load f32 x (add (add (mul i:i32 8:i32) 16:i32) #lane))) (let c (load f32 x (add i:i32 (mul #gridy 3:i32)))) (store y (add i:i32 #gridx) (fma a:f32 b:f32 c:f32)))")]
    [InlineData("strength", "an index that is not affine stays", "(for i 0:i32 $u:i32 1:i32 0 (store y (mul i:i32 i:i32) (load f32 x (load i32 n i:i32))))")]
    [InlineData("hoist", "what does not change in a loop", "(for i 0:i32 $u:i32 1:i32 0 (let a (mul #gridx $u:i32)) (let b (add a:i32 1:i32)) (let c (add b:i32 i:i32)) (store y c:i32 1:f32))")]
    [InlineData("hoist", "a division may fail, and stays", "(for i 0:i32 $u:i32 1:i32 0 (let a (div 8:i32 $u:i32)) (store y a:i32 1:f32))")]
    public void Pass_gives(string pass, string title, string body)
    {
        KernelIr before = IrVerifier.Verify(IrReader.Read($"(kernel K (parameters (view f32 x) (view i32 n) (view f32 y) (scalar i32 u)) {body})"), "writing");
        KernelIr after = IrVerifier.Verify(s_passes[pass](before), pass);
        Snapshot.Match($"Passes/{pass}-{title.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-')}.ir", $"{IrPrinter.Print(before)}=>\n{IrPrinter.Print(after)}");
    }

    [Fact]
    public void Literals_of_the_twin_are_their_decimal_text()
    {
        CompiledSource source = CompiledSource.Class("[Kernel] internal static void Run(ArrayView<float> x) { x[0] = x[0] * 0.1f + 16777217f; }");
        Assert.Contains("0.1:f32", IrPrinter.Print(source.Ir("Run")), StringComparison.Ordinal);
        Assert.Contains("0.1:f64", IrPrinter.Print(source.TwinIr("Run")), StringComparison.Ordinal);
        Assert.Contains("16777217:f64", IrPrinter.Print(source.TwinIr("Run")), StringComparison.Ordinal);
        Assert.Contains("0.1d", source.Generated("K.Run.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("0.10000000149", source.Generated("K.Run.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Uniformity_follows_values_and_control()
    {
        KernelIr kernel = IrReader.Read(
            """
            (kernel K (parameters (view f32 x) (view i32 n) (view f32 y) (scalar i32 u))
              (let uniform (add #gridx $u:i32))
              (let lane (add uniform:i32 #lane))
              (let loaded (load i32 n uniform:i32))
              (let gathered (load i32 n lane:i32))
              (let set 0:i32)
              (let kept 0:i32)
              (array local i32 t 2)
              (array local i32 s 2)
              (store s 0:i32 uniform:i32)
              (if (lt lane:i32 3:i32)
                (then
                  (set set 1:i32)
                  (let inner 0:i32)
                  (set inner 2:i32)
                  (store t 0:i32 1:i32)))
              (if (lt uniform:i32 3:i32) (then (set kept 1:i32)))
              (for i 0:i32 gathered:i32 1:i32 0)
              (for j 0:i32 loaded:i32 1:i32 0 (let copy j:i32)))
            """);
        Uniformity u = Uniformity.Of(kernel.Body);
        string[] names = ["uniform", "lane", "loaded", "gathered", "set", "kept", "t", "s", "inner", "i", "j", "copy"];
        Assert.Equal(["lane", "gathered", "set", "t", "i"], names.Where(u.IsVarying));
    }
}
