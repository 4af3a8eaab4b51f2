namespace IlgpuConv.Runtime.Tests.Recording;

public class MemoryPlanTests
{
    [Fact]
    public void Buffers_that_live_at_the_same_time_do_not_overlap()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 200; trial++)
        {
            var lives = new (int First, int Last, long Bytes)[random.Next(0, 40)];
            for (int i = 0; i < lives.Length; i++)
            {
                int first = random.Next(0, 50);
                lives[i] = (first, first + random.Next(0, 10), random.Next(0, 5) == 0 ? 0 : random.Next(1, 5000));
            }
            MemoryPlan plan = MemoryPlan.Of(lives);
            for (int i = 0; i < lives.Length; i++)
            {
                Assert.Equal(0, plan.Offsets[i] % 64);
                Assert.True(plan.Offsets[i] >= 0 && plan.Offsets[i] + lives[i].Bytes + 64 <= plan.Bytes);
                for (int j = 0; j < i; j++)
                {
                    bool together = lives[i].First <= lives[j].Last && lives[j].First <= lives[i].Last;
                    bool apart = plan.Offsets[i] >= plan.Offsets[j] + lives[j].Bytes + 64 || plan.Offsets[j] >= plan.Offsets[i] + lives[i].Bytes + 64;
                    Assert.True(!together || apart, $"trial {trial}: {lives[i]} at {plan.Offsets[i]} and {lives[j]} at {plan.Offsets[j]}");
                }
            }
        }
    }

    [Fact]
    public void A_chain_of_layers_needs_the_two_largest_neighbours()
    {
        MemoryPlan plan = MemoryPlan.Of([(0, 1, 1000), (1, 2, 4000), (2, 3, 3000), (3, 4, 500), (4, 5, 3000)]);
        Assert.Equal(Size(4000) + Size(3000), plan.Bytes);
        Assert.Equal(0, MemoryPlan.Of([]).Bytes);
    }

    [Fact]
    public void A_buffer_takes_the_tightest_gap()
    {
        // Between the two large ones, which live all the time, a small one leaves a gap of its own size only for a time.
        MemoryPlan plan = MemoryPlan.Of([(0, 9, 8000), (0, 4, 2000), (0, 9, 6000), (5, 9, 1000), (5, 9, 900)]);
        Assert.Equal(Size(8000) + Size(6000) + Size(2000), plan.Bytes);
    }

    private static long Size(long bytes) => (bytes + 64 + 63) / 64 * 64;
}
