using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime.Tests.KernelHelpers;

public sealed class GroupReduceTests
{
    public static TheoryData<string, int> Devices => new()
    {
        { "reference", 1 }, { "reference", 3 }, { "reference", 7 }, { "reference", 32 }, { "cpu", 0 },
    };

    [Theory]
    [MemberData(nameof(Devices))]
    public void Every_lane_gets_the_sum_and_the_maximum_of_its_group(string kind, int size)
    {
        using Device device = kind == "cpu" ? new CpuDevice(2) : new ReferenceDevice(size);
        const int Length = 101;
        int group = device.GroupSize(GroupReduceKernelsLaunch.SumAndMaxKernel(ElementType.Float32));
        float[] x = [.. Enumerable.Range(0, Length).Select(i => (float)((i * 37 % 101) - 50))];
        using DeviceBuffer input = device.Allocate(Length * 4), sums = device.Allocate(Length * 4), maxima = device.Allocate(Length * 4);
        device.Write(input, 0, MemoryMarshal.AsBytes<float>(x));
        GroupReduceKernelsLaunch.SumAndMax(device, new LaunchGrid(Length), View(input), View(sums), View(maxima), Length);
        float[] sum = new float[Length], max = new float[Length];
        device.Read(sums, 0, MemoryMarshal.AsBytes(sum.AsSpan()));
        device.Read(maxima, 0, MemoryMarshal.AsBytes(max.AsSpan()));
        for (int i = 0; i < Length; i++)
        {
            float[] mine = [.. x.Skip(i / group * group).Take(group)];
            Assert.Equal(mine.Sum(), sum[i]);
            Assert.Equal(mine.Max(), max[i]);
        }
    }

    private static BufferView View(DeviceBuffer buffer) => new(buffer, ElementType.Float32, 0, 101);
}
