using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>The passes that every device's form of a kernel begins with.</summary>
internal static class Pipeline
{
    public static KernelIr Run(KernelIr kernel)
    {
        foreach ((string name, Func<KernelIr, KernelIr> pass) in All) kernel = IrVerifier.Verify(pass(kernel), name);
        return kernel;
    }

    private static IEnumerable<(string Name, Func<KernelIr, KernelIr> Pass)> All =>
    [
        ("fold", Fold.Run),
        ("unroll", k => Fold.Run(Unroll.Run(k))),
        ("scalar replacement", ScalarReplacement.Run),
        ("single assignment", k => Fold.Run(SingleAssignment.Run(k))),
    ];
}
