namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>
/// What every device must do: each form of the kernel language gives the results of the same method run as plain C#. A device inherits
/// this in one line.
/// </summary>
public abstract partial class DeviceConformance(Func<Device> make) : IDisposable
{
    private readonly Device _device = make();

    public void Dispose()
    {
        _device.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether <c>a * b + c</c> is one fused multiply-add. It is on every device of ours; ILGPU leaves it to the driver.</summary>
    protected virtual bool RoundsOnce => true;

    private Comparison Lanes(long lanes, int y = 1, int z = 1) => new(_device, new LaunchGrid(lanes, y, z));
}
