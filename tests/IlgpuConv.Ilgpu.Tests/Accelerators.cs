using ILGPU.Runtime.CPU;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>Accelerators that a program owns: a context and ILGPU's CPU accelerator, as ILGPU makes it unless told otherwise.</summary>
internal static class Accelerators
{
    private static readonly Lazy<CPUAccelerator> s_shared = new(Make);

    static Accelerators() => IlgpuKernels.Add(KernelTable.All());

    /// <summary>One for all tests that only run kernels: up to 16 lanes of a group, each a thread.</summary>
    public static CPUAccelerator Shared => s_shared.Value;

    /// <summary>A new one; disposing its context ends both.</summary>
    public static CPUAccelerator Make() => Context.Create(builder => builder.DefaultCPU().EnableAlgorithms()).CreateCPUAccelerator(0);

    /// <summary>A device on <see cref="Shared"/>.</summary>
    public static IlgpuDevice Device(int lanes, IlgpuText text = IlgpuText.Automatic) =>
        IlgpuDevice.From(Shared, options: new IlgpuOptions { Lanes = lanes, Text = text });
}
