namespace IlgpuConv.Runtime;

/// <summary>A device that holds buffers and runs kernels: allocate, copy, launch, synchronize.</summary>
public abstract class Device : IDisposable
{
    /// <summary>The name that selects the device, such as <c>cpu</c> or <c>opencl:0</c>.</summary>
    public abstract string Id { get; }

    /// <summary>Runs <paramref name="kernel"/> over <paramref name="grid"/>. Launches on one device run in the order they are given.</summary>
    public abstract unsafe void Launch(Kernel kernel, LaunchGrid grid, byte* arguments);

    /// <inheritdoc/>
    public abstract void Dispose();
}
