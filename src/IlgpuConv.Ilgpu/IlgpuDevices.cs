using ILGPU.Runtime;

namespace IlgpuConv.Ilgpu;

/// <summary>Makes ILGPU's accelerators known to <see cref="Runtime.Devices"/>.</summary>
public static class IlgpuDevices
{
    private static readonly Lock s_lock = new();
    private static bool s_isRegistered;

    /// <summary>
    /// Adds <c>ilgpu-cpu</c>, <c>ilgpu-opencl:N</c> and <c>ilgpu-cuda:N</c> to the devices that <see cref="Runtime.Devices.Get"/> gives;
    /// once, however often it is called.
    /// </summary>
    public static void Register()
    {
        lock (s_lock)
        {
            if (s_isRegistered) return;
            s_isRegistered = true;
            foreach (AcceleratorType type in new[] { AcceleratorType.CPU, AcceleratorType.OpenCL, AcceleratorType.Cuda })
                IlgpuConv.Runtime.Devices.Add(new IlgpuProvider(type));
        }
    }
}
