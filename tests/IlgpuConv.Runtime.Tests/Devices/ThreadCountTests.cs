using IlgpuConv.Runtime.Tests.Conformance;

namespace IlgpuConv.Runtime.Tests;

/// <summary>The same bits for any number of threads, also from launch to launch.</summary>
public sealed class ThreadCountTests
{
    [Fact]
    public void Results_have_the_same_bits_for_any_number_of_threads()
    {
        uint[] one = Run(1);
        foreach (int threads in new[] { 2, 3, 5 })
            for (int repeat = 0; repeat < 3; repeat++) Assert.Equal(one, Run(threads));
    }

    private static uint[] Run(int threads)
    {
        const int Length = 20_011;
        using var device = new CpuDevice(threads);
        using DeviceBuffer x = device.Allocate(Length * 4), r = device.Allocate(7 * Length * 4);
        BufferView input = x.View(ElementType.Float32), result = r.View(ElementType.Float32);
        input.CopyFrom<float>(Inputs.Floats(Length, 3));
        result.Fill(0f);
        MemoryKernelsLaunch.Accumulators(device, new(Length), input, result, 9, Length);
        GroupKernelsLaunch.Sum(device, new(Length), input, result.Slice(6 * Length, Length), Length);
        return Array.ConvertAll(result.ToArray<float>(), BitConverter.SingleToUInt32Bits);
    }
}
