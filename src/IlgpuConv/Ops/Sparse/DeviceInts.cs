using System.Collections.Concurrent;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>A table of the host that kernels read: copied to a device the first time it is needed there.</summary>
internal sealed class DeviceInts(int[] values)
{
    private readonly ConcurrentDictionary<Device, Lazy<Tensor>> _copies = [];

    /// <summary>The table as the host has it.</summary>
    public int[] Values => values;

    /// <summary>The table on a device.</summary>
    public Tensor On(Device device) => _copies.GetOrAdd(device, d => new(() =>
    {
        using IDisposable own = TensorScope.Suspend();
        return Tensor.FromArray(values, [values.Length], d);
    })).Value;
}
