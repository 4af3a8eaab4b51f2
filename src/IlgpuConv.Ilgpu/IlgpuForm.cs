using System.Reflection;
using IlgpuAcceleratorStream = ILGPU.Runtime.AcceleratorStream;
using IlgpuKernel = ILGPU.Runtime.Kernel;

namespace IlgpuConv.Ilgpu;

/// <summary>
/// A kernel as ILGPU takes it; the kernel compiler writes one for each kernel that is compiled against ILGPU, and one for its double twin.
/// </summary>
/// <param name="name">The full name, that of the library's <see cref="Runtime.Kernel"/>.</param>
/// <param name="argumentBytes">The size of the argument block.</param>
/// <param name="bind">Makes the launcher of a loaded kernel.</param>
/// <param name="run">Calls a launcher with the values of an argument block.</param>
public sealed unsafe class IlgpuForm(
    string name,
    int argumentBytes,
    delegate*<IlgpuKernel, Delegate> bind,
    delegate*<Delegate, IlgpuAcceleratorStream, in IlgpuLaunch, byte*, void> run)
{
    /// <summary>The full name: namespace, class, method, and <c>/f64</c> for a double twin.</summary>
    public string Name { get; } = name;

    /// <summary>The size of the argument block in bytes.</summary>
    public int ArgumentBytes { get; } = argumentBytes;

    /// <summary>The kernel as it was written, or null: a twin has no text of its own, and a workspace is private to a block.</summary>
    public MethodInfo? Source { get; init; }

    /// <summary>The compiler's form: inlined, unrolled, arrays turned into locals.</summary>
    public required MethodInfo Scalar { get; init; }

    /// <summary>Whether the text as it was written is the better one: it has no arrays that ILGPU would keep in slow memory.</summary>
    public bool PrefersSource { get; init; }

    internal Delegate Bind(IlgpuKernel kernel) => bind(kernel);

    internal void Run(Delegate launcher, IlgpuAcceleratorStream stream, in IlgpuLaunch launch, byte* arguments) =>
        run(launcher, stream, in launch, arguments);

    /// <summary>The method that a device loads.</summary>
    internal MethodInfo Method(IlgpuText text) => text switch
    {
        IlgpuText.Source => Source ?? Scalar,
        IlgpuText.Scalar => Scalar,
        _ => PrefersSource && Source is not null ? Source : Scalar,
    };
}
