using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>The OpenCL C texts of one kernel, which share the layout of the packed arguments.</summary>
internal sealed class OpenClTexts
{
    private readonly KernelIr _kernel;
    private readonly PackedLayout _layout;

    /// <summary>The texts of a kernel without prefetches; the arguments are packed once for all forms, those of prefetches included.</summary>
    public OpenClTexts(KernelIr plain, KernelIr kernel)
    {
        _kernel = OpenClNames.Run(plain);
        _layout = new PackedLayout(OpenClNames.Run(kernel));
    }

    public string WorkItems() => OpenClItemEmitter.Emit(_kernel, _layout);

    public string Lanes(KernelIr prepared, int lanes) => OpenClLaneEmitter.Emit(OpenClNames.Run(prepared), lanes, _layout);
}
