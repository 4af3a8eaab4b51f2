using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>No pass changes what a kernel computes: random kernels, carried out before and after each pass.</summary>
public class PassSemanticsTests
{
    private static readonly (string Name, Func<KernelIr, int, KernelIr> Pass)[] s_passes =
    [
        ("fold", (k, _) => Fold.Run(k)),
        ("unroll", (k, _) => Unroll.Run(k)),
        ("fold after unroll", (k, _) => Fold.Run(k)),
        ("scalar replacement", (k, _) => ScalarReplacement.Run(k)),
        ("single assignment", (k, _) => SingleAssignment.Run(k)),
        ("fold after single assignment", (k, _) => Fold.Run(k)),
        ("partial unroll", (k, _) => PartialUnroll.Run(k)),
        ("fold after partial unroll", (k, _) => Fold.Run(k)),
        ("affine lanes", AffineLanes.Run),
        ("varying loops", (k, _) => VaryingLoops.Run(k)),
        ("split tails", SplitTails.Run),
        ("fold after split tails", (k, _) => Fold.Run(k)),
        ("strength reduction", (k, _) => StrengthReduction.Run(k)),
        ("fold after strength reduction", (k, _) => Fold.Run(k)),
        ("hoist", (k, _) => Hoist.Run(k)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Passes_keep_what_random_kernels_compute(int block)
    {
        for (int seed = block * 1000; seed < (block * 1000) + 60; seed++)
        {
            int lanes = seed % 3 == 0 ? 8 : 4;
            KernelIr kernel = IrVerifier.Verify(RandomKernel.Make(seed), "generation");
            Dictionary<string, double[]> expected = Run(kernel, lanes);
            foreach ((string name, Func<KernelIr, int, KernelIr> pass) in s_passes)
            {
                string before = IrPrinter.Print(kernel);
                kernel = IrVerifier.Verify(pass(kernel, lanes), name);
                Dictionary<string, double[]> got = Run(kernel, lanes);
                foreach (string view in expected.Keys)
                    Assert.True(expected[view].SequenceEqual(got[view]), $"seed {seed}: '{name}' changes {view}\n{before}\n=>\n{IrPrinter.Print(kernel)}");
            }
        }
    }

    public static (Dictionary<string, double[]> Memory, Dictionary<string, long> Scalars) Arguments()
    {
        var random = new Random(7);
        double[] Make(Func<double> next) => [.. Enumerable.Range(0, RandomKernel.ViewLength).Select(_ => next())];
        return (
            new()
            {
                ["x"] = Make(() => random.Next(-4, 5)),
                ["n"] = Make(() => random.Next(-9, 10)),
                ["y"] = Make(() => 0),
                ["count"] = Make(() => 0),
            },
            new() { ["u"] = 5, ["items"] = RandomKernel.Items - 3 });
    }

    private static Dictionary<string, double[]> Run(KernelIr kernel, int lanes)
    {
        (Dictionary<string, double[]> memory, Dictionary<string, long> scalars) = Arguments();
        IrInterpreter.Run(kernel, RandomKernel.Items / lanes, lanes, memory, scalars);
        return memory;
    }
}
