namespace IlgpuConv.Runtime.Tests;

/// <summary>Large blocks of host memory are pieces of what was allocated, divided and joined again.</summary>
public sealed class DividedBlocksTests
{
    private const long Mega = 1 << 20;

    [Fact]
    public void A_piece_has_whole_pages_with_room_for_any_line_and_a_vector_at_the_tail()
    {
        for (long bytes = Mega; bytes < 2 * Mega; bytes += 997)
        {
            Assert.Equal(0, DividedBlocks.Length(bytes) % 4096);
            Assert.InRange(DividedBlocks.Length(bytes), bytes + 4096 + 64 - 64, bytes + (2 * 4096) + 64);
        }
    }

    [Fact]
    public void A_large_block_serves_several_smaller_requests_and_becomes_one_again()
    {
        using var device = new CpuDevice(1);
        device.Allocate(8 * Mega).Dispose();
        Assert.Equal(1, device.Memory.Misses);
        long kept = device.Memory.Cached;
        DeviceBuffer[] parts = [device.Allocate(2 * Mega), device.Allocate(3 * Mega), device.Allocate(2 * Mega)];
        Assert.Equal((1, kept), (device.Memory.Misses, device.Memory.InUse + device.Memory.Cached));
        foreach (int i in (int[])[1, 0, 2]) parts[i].Dispose();
        Assert.Equal((0, kept), (device.Memory.InUse, device.Memory.Cached));
        using DeviceBuffer whole = device.Allocate(8 * Mega);
        Assert.Equal((1, kept, 0), (device.Memory.Misses, device.Memory.InUse, device.Memory.Cached));
    }

    [Fact]
    public void The_smallest_piece_that_is_long_enough_is_taken()
    {
        using var device = new CpuDevice(1);
        DeviceBuffer large = device.Allocate(16 * Mega);
        using DeviceBuffer between = device.Allocate(Mega);
        DeviceBuffer small = device.Allocate(4 * Mega);
        using DeviceBuffer last = device.Allocate(Mega);
        nint place = small.Handle & ~4095;
        large.Dispose();
        small.Dispose();
        using DeviceBuffer again = device.Allocate(4 * Mega);
        Assert.InRange(again.Handle - place, -4096, 2 * 4096);
        using DeviceBuffer rest = device.Allocate(16 * Mega);
        Assert.Equal(4, device.Memory.Misses);
    }

    [Fact]
    public void Requests_without_a_piece_follow_each_other_in_one_allocation_of_which_only_what_was_handed_out_counts()
    {
        const long Far = 1L << 32;
        int allocations = 0;
        var pool = new MemoryPool("test", 1L << 40, bytes => (nint)(++allocations * Far), _ => allocations--, HostMemory.Apart);
        nint[] blocks = [.. Enumerable.Range(0, 10).Select(_ => pool.Rent(3 * Mega))];
        Assert.Equal((1, 10 * DividedBlocks.Length(3 * Mega), 0), (allocations, pool.InUse, pool.Cached));
        Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3 * Mega, DividedBlocks.Length(3 * Mega) + 4096));
        foreach (nint block in blocks) pool.Return(block, 3 * Mega);
        Assert.Equal((0, 10 * DividedBlocks.Length(3 * Mega)), (pool.InUse, pool.Cached));

        // Longer than what is free: that, and what follows it.
        nint longer = pool.Rent(40 * Mega);
        Assert.Equal((1, DividedBlocks.Length(40 * Mega), 0), (allocations, pool.InUse, pool.Cached));
        pool.Return(longer, 40 * Mega);
        pool.Trim();
        Assert.Equal((0, 0), (allocations, pool.Cached));
    }

    [Fact]
    public void A_device_that_refuses_a_long_allocation_is_asked_for_what_is_needed()
    {
        var asked = new List<long>();
        long Most() => DividedBlocks.Length(2 * Mega);
        var pool = new MemoryPool("test", 1L << 40, bytes => Allocate(bytes), _ => { }, HostMemory.Apart);
        nint Allocate(long bytes)
        {
            asked.Add(bytes);
            return bytes > Most() ? throw new OutOfMemoryException("none.") : (nint)(1 << 30);
        }
        pool.Rent(2 * Mega);
        Assert.Equal([DividedBlocks.AllocationLength(Most()), Most()], asked);
        Assert.Equal(Most(), pool.InUse);
    }

    [Fact]
    public void Blocks_that_follow_each_other_begin_at_different_lines()
    {
        using var device = new CpuDevice(1);
        device.Allocate(64 * Mega).Dispose();
        DeviceBuffer[] blocks = [.. Enumerable.Range(0, 30).Select(_ => device.Allocate(Mega))];
        Assert.Equal(1, device.Memory.Misses);
        Assert.Equal(30, blocks.Select(block => block.Handle & 4095).Distinct().Count());
        Assert.All(blocks, block => Assert.Equal(0, block.Handle % 64));
        foreach (DeviceBuffer block in blocks) block.Dispose();
    }

    [Fact]
    public void Trimming_frees_what_no_piece_is_used_of()
    {
        using var device = new CpuDevice(1);
        device.Allocate(80 * Mega).Dispose();
        DeviceBuffer part = device.Allocate(2 * Mega);
        device.Allocate(82 * Mega).Dispose();
        long inUse = device.Memory.InUse;
        device.Memory.Trim();
        Assert.Equal((inUse, DividedBlocks.Length(80 * Mega) - inUse), (device.Memory.InUse, device.Memory.Cached));
        part.Dispose();
        device.Memory.Trim();
        Assert.Equal((0, 0), (device.Memory.InUse, device.Memory.Cached));
    }

    [Fact]
    public void A_cap_that_pieces_in_use_leave_no_room_under_is_an_error()
    {
        using var device = new CpuDevice(1);
        device.Memory.Cap = 10 * Mega;
        DeviceBuffer first = device.Allocate(6 * Mega);
        using DeviceBuffer part = device.Allocate(Mega);
        first.Dispose();
        using DeviceBuffer begin = device.Allocate(4 * Mega);
        Assert.StartsWith("[memory] a request must fit under the cap.", Assert.Throws<DeviceMemoryException>(() => device.Allocate(4 * Mega)).Message);
        using DeviceBuffer fits = device.Allocate(Mega);
        Assert.Equal(2, device.Memory.Misses);
    }

    [Fact]
    public void Pieces_never_overlap_and_nothing_is_lost()
    {
        using var device = new CpuDevice(1);
        var random = new Random(7);
        var live = new List<DeviceBuffer>();
        for (int i = 0; i < 3000; i++)
        {
            if (live.Count > 0 && random.Next(100) < 52)
            {
                int at = random.Next(live.Count);
                live[at].Dispose();
                live.RemoveAt(at);
                continue;
            }
            DeviceBuffer made = device.Allocate(Mega + random.Next(1 << 22));
            foreach (DeviceBuffer other in live)
                Assert.True(made.Handle + (nint)made.ByteLength + 64 <= other.Handle || other.Handle + (nint)other.ByteLength + 64 <= made.Handle);
            live.Add(made);
        }
        foreach (DeviceBuffer block in live) block.Dispose();
        Assert.Equal((0, 0), (device.Memory.InUse, device.Memory.Blocks));
        device.Memory.Trim();
        Assert.Equal(0, device.Memory.Cached);
    }
}
