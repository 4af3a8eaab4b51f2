namespace IlgpuConv.Runtime.Tests;

/// <summary>Chains on an OpenCL device: stages over slabs of blocks, each block with a workspace of its own.</summary>
public sealed unsafe class OpenClChainTests
{
    private const int Lanes = 37;
    private const int Y = 3;

    public static TheoryData<string> Forms => OpenClDevices.Forms;

    [OpenClTheory]
    [MemberData(nameof(Forms))]
    public void A_later_stage_reads_what_an_earlier_one_left_in_the_workspace(string form)
    {
        using OpenClDevice device = OpenClDevices.Open(form);
        foreach (int blocks in new[] { 0, 1, 2, 50 })
        {
            using DeviceBuffer output = device.Allocate(blocks * Y * Lanes * 4);
            BufferView view = output.View(ElementType.Int32);
            view.Fill(-1);
            for (int repeat = 0; repeat < 3; repeat++) device.LaunchChain(blocks, Y * Lanes * 4, Stages(view));
            Assert.Equal(Enumerable.Range(0, blocks * Y * Lanes).Select(i => 2 * (i + 1000)), view.ToArray<int>());
        }
    }

    [OpenClFact]
    public void Blocks_with_a_large_workspace_run_in_slabs()
    {
        const int Blocks = 7, Elements = 12 << 20, Sample = 1_000_003;
        using OpenClDevice device = OpenClDevices.Open();
        using DeviceBuffer output = device.Allocate(Blocks * (long)Elements * 4);
        BufferView view = output.View(ElementType.Int32);
        ChainStage[] stages = [Stage(OpenClKernels.Produce, default, Elements, 1), Stage(OpenClKernels.Consume, view.Argument(), Elements, 1)];
        device.LaunchChain(Blocks, Elements * 4L, stages);
        Assert.InRange(device.Memory.Peak, Blocks * (long)Elements * 4, (Blocks + 3) * (long)Elements * 4);
        int[] all = view.ToArray<int>();
        for (long i = 0; i < all.Length; i += Sample) Assert.Equal((int)(2 * (i + 1000)), all[i]);
        Assert.Equal(2 * (all.Length - 1 + 1000), all[^1]);
    }

    [OpenClFact]
    public void Extents_and_arguments_are_checked()
    {
        using OpenClDevice device = OpenClDevices.Open();
        Assert.StartsWith(
            "[launch] a chain has at least 0 blocks and 0 bytes of workspace. Got -1 blocks and 5 bytes.",
            Assert.Throws<ArgumentException>(() => device.LaunchChain(-1, 5, [])).Message);
        Assert.StartsWith(
            "[launch] a stage's argument block must hold the arguments of its kernel. Got 3 bytes for 48 of Tests.Hand.produce.",
            Assert.Throws<ArgumentException>(() => device.LaunchChain(1, 5, [new(OpenClKernels.Produce, new LaunchGrid(1), new byte[3])])).Message);
    }

    internal static ChainStage[] Stages(BufferView output) =>
        [Stage(OpenClKernels.Produce, default, Lanes, Y), Stage(OpenClKernels.Consume, output.Argument(), Lanes, Y)];

    private static ChainStage Stage(Kernel kernel, ViewArgument output, int lanes, int y)
    {
        var arguments = new OpenClKernels.ChainArguments { Output = output };
        return new(kernel, new LaunchGrid(lanes, y), new ReadOnlySpan<byte>(&arguments, sizeof(OpenClKernels.ChainArguments)).ToArray());
    }
}
