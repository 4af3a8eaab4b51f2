using IlgpuConv.Runtime.Tests.Conformance;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>What every device must do, but one thing: ILGPU's CPU accelerator rounds a product before it adds.</summary>
public abstract class IlgpuConformance(int lanes, IlgpuText text) : DeviceConformance(() => Accelerators.Device(lanes, text))
{
    protected override bool RoundsOnce => false;
}

/// <summary>Groups of one lane, as <c>ilgpu-cpu</c> runs them.</summary>
public sealed class Ilgpu1Conformance() : IlgpuConformance(1, IlgpuText.Automatic);

/// <summary>Groups of four threads.</summary>
public sealed class Ilgpu4Conformance() : IlgpuConformance(4, IlgpuText.Automatic);

/// <summary>Groups of as many threads as ILGPU's default CPU accelerator has, which is no multiple of anything here.</summary>
public sealed class Ilgpu16Conformance() : IlgpuConformance(16, IlgpuText.Automatic);

/// <summary>The kernels as they were written, arrays included.</summary>
public sealed class IlgpuSourceConformance() : IlgpuConformance(3, IlgpuText.Source);

/// <summary>The compiler's scalar form of every kernel.</summary>
public sealed class IlgpuScalarConformance() : IlgpuConformance(3, IlgpuText.Scalar);
