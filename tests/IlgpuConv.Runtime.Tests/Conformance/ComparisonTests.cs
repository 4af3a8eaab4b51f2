using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>The comparison itself: it finds a wrong value, a wrong twin, and a write outside an array.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly CpuDevice _device = new(1);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_wrong_value_is_found()
    {
        var error = Assert.Throws<TrueException>(() => new Comparison(_device, new(3)).Run(
            v => ControlKernelsLaunch.GridPlaces(_device, new(3), v[0], 3), p => ControlKernels.GridPlaces(p.Int(0), 2), new int[3]));
        Assert.StartsWith("array 0 as Float32 over LaunchGrid { Lanes = 3, Y = 1, Z = 1 }: element 2 of 3 must be 0, got 11000003", error.Message);
    }

    [Fact]
    public void A_wrong_twin_is_found()
    {
        float[] x = [0.1f, 0.2f];
        var comparison = new Comparison(_device, new(2)) { TwinTolerance = 1e-12 };
        Assert.Contains("as Float64", Assert.Throws<TrueException>(() => comparison.Run(
            v => ArithmeticKernelsLaunch.Literals(_device, new(2), v[0], v[1], 2),
            p => ArithmeticKernels.Literals(p.Float(0), p.Float(1), 2),
            x, new float[16])).Message);
    }

    [Fact]
    public void A_write_outside_an_array_is_found()
    {
        using var buffer = new GuardedBuffer(_device, new int[4]);
        BufferView view = buffer.View;
        view.Buffer.View(ElementType.Int32, view.Offset + 4, 1).Fill(0);
        Assert.Throws<DoesNotContainException>(buffer.Read);
    }
}
