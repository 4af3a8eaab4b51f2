using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>The OpenCL C texts of one kernel, which share the layout of the packed arguments.</summary>
internal sealed class OpenClTexts
{
    private readonly KernelIr _kernel;
    private readonly PackedLayout _layout;

    public OpenClTexts(KernelIr kernel)
    {
        _kernel = OpenClNames.Run(kernel);
        _layout = new PackedLayout(_kernel);
    }

    public string WorkItems() => OpenClItemEmitter.Emit(_kernel, _layout);

    public string Lanes(KernelIr prepared, int lanes) => OpenClLaneEmitter.Emit(OpenClNames.Run(prepared), lanes, _layout);
}
