using System.Reflection;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using IlgpuConv.Runtime;
using Accelerator = ILGPU.Runtime.Accelerator;
using AcceleratorStream = ILGPU.Runtime.AcceleratorStream;
using IlgpuKernel = ILGPU.Runtime.Kernel;
using KernelSpecialization = ILGPU.Runtime.KernelSpecialization;

namespace IlgpuConv.Ilgpu;

/// <summary>A kernel loaded on an accelerator, with the launcher that ILGPU made for it.</summary>
internal sealed unsafe class IlgpuProgram : IDisposable
{
    private readonly IlgpuForm _form;
    private readonly IlgpuKernel _kernel;
    private readonly Delegate _launcher;

    private IlgpuProgram(IlgpuForm form, IlgpuKernel kernel, IReadOnlyList<(int, int)> workspaces)
    {
        (_form, _kernel, Workspaces) = (form, kernel, workspaces);
        _launcher = form.Bind(kernel);
    }

    /// <summary>Where the argument block has the workspace views, and the bytes of their elements.</summary>
    public IReadOnlyList<(int Offset, int ElementBytes)> Workspaces { get; }

    /// <summary>Lets ILGPU compile a kernel.</summary>
    /// <exception cref="KernelFaultException">ILGPU refuses it.</exception>
    public static IlgpuProgram Load(Kernel kernel, Accelerator accelerator, IlgpuText text, string device)
    {
        IlgpuForm form = IlgpuKernels.Of(kernel, device);
        MethodInfo method = form.Method(text);
        try
        {
            using var binding = accelerator.BindScoped();
            CompiledKernel compiled = accelerator.GetBackend().Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
            return new IlgpuProgram(form, accelerator.LoadKernel(compiled),
                [.. kernel.Parameters.Where(p => p.IsWorkspace).Select(p => (p.ByteOffset, p.View!.Value.Size()))]);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Exception cause = fault;
            while (cause.InnerException is { } inner) cause = inner;
            throw new KernelFaultException(
                "[ilgpu] ILGPU must take a kernel; where it does not know a function, the context was built without EnableAlgorithms(). " +
                $"Got {cause.GetType().Name}: {cause.Message.TrimEnd('.')}, for {kernel.Name} on {device}.",
                fault);
        }
    }

    public void Run(AcceleratorStream stream, in IlgpuLaunch launch, byte* arguments) => _form.Run(_launcher, stream, in launch, arguments);

    public void Dispose() => _kernel.Dispose();
}
