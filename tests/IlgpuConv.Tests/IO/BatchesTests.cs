using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public class BatchesTests
{
    private static readonly LabelledImages Images = new(
        [.. Enumerable.Range(0, 10 * 9).Select(i => (byte)(i + 1))], 1, [.. Enumerable.Range(0, 10)], 1, 3, 3, 10);

    [Fact]
    public void An_epoch_holds_every_image_once_and_ends_with_a_short_batch()
    {
        Batches batches = new(Images, 4, seed: 1);
        Assert.Equal(3, batches.Count);
        Assert.Equal([4, 4, 2], Enumerable.Range(0, 3).Select(batches.Length));
        Assert.Equal(Enumerable.Range(0, 10), Epoch(batches, 5).Order());
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_only()
    {
        Batches one = new(Images, 4, seed: 1);
        int[] third = Epoch(one, 3);
        Epoch(one, 4);
        Assert.Equal(third, Epoch(new Batches(Images, 5, seed: 1), 3));
        Assert.Equal(third, Epoch(one, 3));
        Assert.NotEqual(third, Epoch(one, 4));
        Assert.NotEqual(third, Epoch(new Batches(Images, 4, seed: 2), 3));
    }

    [Fact]
    public void Without_a_seed_the_order_is_the_files() =>
        Assert.Equal(Enumerable.Range(0, 10), Epoch(new Batches(Images, 3), 7));

    [Fact]
    public void Pixels_belong_to_their_labels()
    {
        Batches batches = new(Images, 4, seed: 1);
        float[] pixels = new float[4 * 9];
        int[] labels = new int[4];
        batches.Fill(2, 1, pixels, labels);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(labels[i] * 9 + 1, pixels[i * 9]);
        }
    }

    [Fact]
    public void A_shift_moves_and_fills_with_zeros()
    {
        float[] source = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        float[] moved = new float[9];
        ShiftAugmentation.Apply((1, -1), source, moved, 3, 3);
        Assert.Equal([0f, 0, 0, 2, 3, 0, 5, 6, 0], moved);
        ShiftAugmentation.Apply((-2, 1), source, moved, 3, 3);
        Assert.Equal([0f, 7, 8, 0, 0, 0, 0, 0, 0], moved);
        ShiftAugmentation.Apply((-3, 0), source, moved, 3, 3);
        Assert.All(moved, value => Assert.Equal(0, value));
        ShiftAugmentation.Apply((0, 5), source, moved, 3, 3);
        Assert.All(moved, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_shift_moves_every_channel()
    {
        float[] moved = new float[8];
        ShiftAugmentation.Apply((0, 1), [1, 2, 3, 4, 5, 6, 7, 8], moved, 2, 2);
        Assert.Equal([0f, 1, 0, 3, 0, 5, 0, 7], moved);
    }

    [Fact]
    public void Shifts_depend_on_seed_epoch_and_image_and_reach_every_offset()
    {
        ShiftAugmentation shifts = new(1, 9);
        Assert.Equal(shifts.Shift(3, 4), new ShiftAugmentation(1, 9).Shift(3, 4));
        Assert.Equal(9, Enumerable.Range(0, 200).Select(i => shifts.Shift(0, i)).Distinct().Count());
        Assert.NotEqual(
            Enumerable.Range(0, 50).Select(i => shifts.Shift(0, i)), Enumerable.Range(0, 50).Select(i => shifts.Shift(1, i)));
        Assert.Equal((0, 0), new ShiftAugmentation(0, 9).Shift(3, 4));
    }

    [Fact]
    public void Augmented_batches_are_the_shifted_images()
    {
        ShiftAugmentation shifts = new(1, 9);
        float[] plain = new float[36], shifted = new float[36], expected = new float[9];
        int[] labels = new int[4];
        new Batches(Images, 4, seed: 1).Fill(0, 0, plain, labels);
        new Batches(Images, 4, seed: 1, shifts).Fill(0, 0, shifted, labels);
        for (int i = 0; i < 4; i++)
        {
            ShiftAugmentation.Apply(shifts.Shift(0, labels[i]), plain.AsSpan(i * 9, 9), expected, 3, 3);
            Assert.Equal(expected, shifted.AsSpan(i * 9, 9).ToArray());
        }
    }

    [Fact]
    public void A_batch_of_nothing_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Batches(Images, 0));
        Assert.Equal("[data] batchSize must be at least 1. Got 0.", error.Message);
    }

    private static int[] Epoch(Batches batches, int epoch)
    {
        List<int> order = [];
        for (int b = 0; b < batches.Count; b++)
        {
            order.AddRange(batches.Indices(epoch, b));
        }

        return [.. order];
    }
}
