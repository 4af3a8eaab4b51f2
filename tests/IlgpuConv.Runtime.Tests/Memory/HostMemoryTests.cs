using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Where the blocks of host devices lie.</summary>
public sealed class HostMemoryTests
{
    [Fact]
    public void Large_blocks_begin_at_every_line_of_their_page_in_turn()
    {
        var memory = new HostMemory();
        nint[] blocks = [.. Enumerable.Range(0, 64).Select(_ => memory.Allocate(100_000))];
        Assert.Equal(64, blocks.Select(b => b & 4095).Distinct().Count());
        Assert.All(blocks, b => Assert.Equal(0, b & 63));
        foreach (nint block in blocks) HostMemory.Free(block);
    }

    [Fact]
    public void Blocks_near_each_other_in_time_begin_lines_apart_in_their_half_of_a_page()
    {
        var memory = new HostMemory();
        nint[] blocks = [.. Enumerable.Range(0, 64).Select(_ => memory.Allocate(100_000))];
        for (int i = 0; i < blocks.Length; i++)
        {
            for (int j = Math.Max(0, i - 10); j < i; j++)
            {
                long apart = (blocks[i] - blocks[j]) & 2047;
                Assert.InRange(apart, 2 * 64, 2048 - (2 * 64));
            }
        }
        foreach (nint block in blocks) HostMemory.Free(block);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData((2 << 20) - 1)]
    [InlineData(2 << 20)]
    [InlineData((5 << 20) + 3)]
    public void All_bytes_of_a_block_can_be_used_whatever_its_size(int bytes)
    {
        var memory = new HostMemory();
        nint[] blocks = [.. Enumerable.Range(0, 5).Select(_ => memory.Allocate(bytes))];
        byte[] content = new byte[bytes];
        for (int i = 0; i < blocks.Length; i++)
        {
            Array.Fill(content, (byte)(i + 1));
            Marshal.Copy(content, 0, blocks[i], bytes);
        }
        for (int i = 0; i < blocks.Length; i++)
        {
            Marshal.Copy(blocks[i], content, 0, bytes);
            Assert.False(content.AsSpan().ContainsAnyExcept((byte)(i + 1)));
        }
        foreach (nint block in blocks) HostMemory.Free(block);
    }
}
