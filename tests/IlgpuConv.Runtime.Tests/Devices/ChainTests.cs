namespace IlgpuConv.Runtime.Tests;

/// <summary>Chains: all stages of a block on one thread, with a private workspace; blocks independent.</summary>
public sealed unsafe class ChainTests
{
    private const int Lanes = 37;
    private const int Y = 3;

    public static TheoryData<string, int> DeviceKinds => new() { { "cpu", 1 }, { "cpu", 2 }, { "cpu", 4 }, { "reference", 1 }, { "reference", 3 }, { "reference", 32 } };

    [Theory]
    [MemberData(nameof(DeviceKinds))]
    public void A_later_stage_reads_what_an_earlier_one_left_in_the_workspace(string kind, int count)
    {
        using Device device = kind == "cpu" ? new CpuDevice(count) : new ReferenceDevice(count);
        foreach (int blocks in new[] { 0, 1, 2, 50 })
        {
            using DeviceBuffer output = device.Allocate(blocks * Y * Lanes * 4);
            BufferView view = output.View(ElementType.Int32);
            view.Fill(-1);
            ChainStage[] stages =
            [
                new(ChainKernels.Produce, new LaunchGrid(Lanes, Y), Arguments(default)),
                new(ChainKernels.Consume, new LaunchGrid(Lanes, Y), Arguments(view.Argument())),
            ];
            for (int repeat = 0; repeat < 3; repeat++) device.LaunchChain(blocks, Y * Lanes * 4, stages);
            Assert.Equal(Enumerable.Range(0, blocks * Y * Lanes).Select(i => 2 * (i + 1000)), view.ToArray<int>());
        }
    }

    [Fact]
    public void A_chain_allocates_nothing()
    {
        using var device = new CpuDevice(2);
        using DeviceBuffer output = device.Allocate(50 * Y * Lanes * 4);
        ChainStage[] stages =
        [
            new(ChainKernels.Produce, new LaunchGrid(Lanes, Y), Arguments(default)),
            new(ChainKernels.Consume, new LaunchGrid(Lanes, Y), Arguments(output.View(ElementType.Int32).Argument())),
        ];
        for (int i = 0; i < 5; i++) device.LaunchChain(50, Y * Lanes * 4, stages);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) device.LaunchChain(50, Y * Lanes * 4, stages);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_chain_of_no_stages_does_nothing()
    {
        using var device = new CpuDevice(2);
        device.LaunchChain(3, 5, []);
    }

    [Fact]
    public void Extents_and_arguments_are_checked()
    {
        using var device = new CpuDevice(1);
        Assert.Equal(
            "[launch] a chain has at least 0 blocks and 0 bytes of workspace. Got -1 blocks and 5 bytes. (Parameter 'blocks')",
            Assert.Throws<ArgumentException>(() => device.LaunchChain(-1, 5, [])).Message);
        Assert.Equal(
            "[launch] a stage's argument block must hold the arguments of its kernel. Got 3 bytes for 48 of produce. (Parameter 'stages')",
            Assert.Throws<ArgumentException>(() => device.LaunchChain(1, 5, [new(ChainKernels.Produce, new LaunchGrid(1), new byte[3])])).Message);
    }

    private static byte[] Arguments(ViewArgument output)
    {
        var arguments = new ChainKernels.Arguments { Output = output };
        return new ReadOnlySpan<byte>(&arguments, sizeof(ChainKernels.Arguments)).ToArray();
    }
}
