using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public class DigitsDatasetTests
{
    [Fact]
    public void The_digits_are_all_there()
    {
        LabelledImages digits = DigitsDataset.Load();
        Assert.Equal((1797, 1, 8, 8, 10), (digits.Count, digits.Channels, digits.Height, digits.Width, digits.Classes));
        int[] counts = new int[10];
        foreach (int label in digits.Labels)
        {
            counts[label]++;
        }

        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
    }

    [Fact]
    public void The_first_image_is_the_known_zero()
    {
        LabelledImages digits = DigitsDataset.Load();
        float[] pixels = new float[64];
        digits.CopyImage(0, pixels);
        Assert.Equal(0, digits.Labels[0]);
        Assert.Equal([0f, 0, 5, 13, 9, 1, 0, 0], pixels[..8].Select(p => p * 16));
        Assert.Equal([0f, 0, 6, 13, 10, 0, 0, 0], pixels[56..].Select(p => p * 16));
    }

    [Fact]
    public void The_split_is_by_class_and_fixed()
    {
        DataSplit split = DigitsDataset.LoadSplit();
        Assert.Equal(1797, split.Train.Count + split.Test.Count);
        int[] counts = new int[10];
        foreach (int label in split.Test.Labels)
        {
            counts[label]++;
        }

        Assert.Equal([36, 36, 35, 37, 36, 36, 36, 36, 35, 36], counts);
        Assert.Equal(split.Test.Labels.ToArray(), DigitsDataset.LoadSplit().Test.Labels.ToArray());
    }

    [Fact]
    public void Both_parts_together_are_the_whole()
    {
        LabelledImages all = DigitsDataset.Load();
        DataSplit split = DataSplit.Stratified("x", all, 0.3, seed: 5);
        Assert.Equal(Sum(all), Sum(split.Train) + Sum(split.Test));
        Assert.NotEqual(split.Test.Labels.ToArray(), DataSplit.Stratified("x", all, 0.3, seed: 6).Test.Labels.ToArray());
    }

    [Fact]
    public void A_share_outside_0_to_1_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => DataSplit.Stratified("x", DigitsDataset.Load(), 1.5, 0));
        Assert.Equal("[data] testShare must be 0 to 1. Got 1.5.", error.Message);
    }

    private static double Sum(LabelledImages images)
    {
        float[] pixels = new float[images.ImageLength];
        double sum = 0;
        for (int i = 0; i < images.Count; i++)
        {
            images.CopyImage(i, pixels);
            sum += pixels.Sum(p => (double)p);
        }

        return sum;
    }
}
