using System.Text;
using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Loads of neighbours: together where the view begins at a multiple of 16 bytes, one by one elsewhere.</summary>
public sealed class PtxVectorTests
{
    private const int Rows = 6;

    public static TheoryData<int, int> Places => new() { { 8, 0 }, { 8, 1 }, { 8, 2 }, { 8, 4 }, { 11, 0 }, { 11, 3 }, { 12, 8 }, { 3, 0 } };

    [Theory]
    [MemberData(nameof(Places))]
    public void Sums_are_right_wherever_the_view_begins(int length, int first) => Assert.Equal(Expected(length), Sums(length, first, new FakeMachine()));

    [Fact]
    public unsafe void Neighbours_are_loaded_together_and_others_are_not()
    {
        string text = Encoding.UTF8.GetString(CudaKernelsLaunch.RowSumsKernel(ElementType.Float32).Code.Ptx());
        Assert.Single(text.Split('\n'), line => line.Contains("ld.global.nc.v4.f32", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_rule_for_alignment_is_seen()
    {
        // 4 bytes are enough for a float, not for four of them.
        var machine = new FakeMachine { Rewrite = text => text.Replace(", 15;", ", 3;", StringComparison.Ordinal) };
        Assert.Throws<KernelFaultException>(() => Sums(8, 1, machine));
        Assert.Contains("an address that is no multiple of 16", machine.Fault);
    }

    private static float Value(int i) => (i * 7 % 13) - 6;

    private static float[] Expected(int length) => [.. Enumerable.Range(0, Rows).Select(i =>
        Enumerable.Range(0, length).Sum(k => Value((i * length) + k) + (100 * Value((k * Rows) + i))))];

    private static float[] Sums(int length, int first, FakeMachine machine)
    {
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer x = device.Allocate((first + (length * Rows)) * 4), r = device.Allocate(Rows * 4);
        BufferView view = x.View(ElementType.Float32, first, length * Rows);
        view.CopyFrom<float>([.. Enumerable.Range(0, length * Rows).Select(Value)]);
        CudaKernelsLaunch.RowSums(device, new(Rows), view, r.View(ElementType.Float32), length, Rows);
        return r.View(ElementType.Float32).ToArray<float>();
    }
}
