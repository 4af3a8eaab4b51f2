using System.Runtime.CompilerServices;
using IlgpuConv.KernelCompiler.Tests;

// Run by .ci/ptxas: the PTX of every kernel as files.
if (args is ["ptx", var folder]) return PtxFiles.Write(folder);

// Run by JitTests: compiles every emitted kernel, without running it.
int count = 0;
foreach (System.Reflection.MethodInfo method in EmittedMethods.All)
{
    RuntimeHelpers.PrepareMethod(method.MethodHandle);
    count++;
}
Console.WriteLine($"{count} methods");
return 0;
