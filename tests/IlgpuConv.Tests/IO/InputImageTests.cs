using IlgpuConv.IO;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

public class InputImageTests
{
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Fact]
    public void A_picture_of_the_size_is_taken_as_it_is_and_another_one_resized()
    {
        using var scope = new TensorScope();
        using var folder = new TempFolder();
        PngFile.Write(folder.File("a.png"), new Image([0, 51, 102, 153, 204, 255], 2, 3, 1));
        InputImage same = InputImage.OfFile(folder.File("a.png"), 1, 2, 3, s_cpu), larger = InputImage.OfFile(folder.File("a.png"), 3, 4, 6, s_cpu);
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], same.Tensor.ToArray<float>());
        Assert.Equal(("a.png", "a.png, resized from 3x2"), (same.Note, larger.Note));
        Assert.Equal(new Shape(1, 3, 4, 6), larger.Tensor.Shape);
        Assert.StartsWith(
            "[image] a picture has 1 or 3 channels for a network. Got a network of 2.", Assert.Throws<ArgumentException>(() => InputImage.OfFile(folder.File("a.png"), 2, 2, 3, s_cpu)).Message);
    }

    [Fact]
    public void An_image_of_data_says_which()
    {
        using var scope = new TensorScope();
        LabelledImages digits = DigitsDataset.Load();
        InputImage image = InputImage.Of(digits, 5, "the digits", s_cpu);
        Assert.Equal($"image 5 of the digits, labelled {digits.Labels[5]}", image.Note);
        float[] expected = new float[64];
        digits.CopyImage(5, expected);
        Assert.Equal(expected, image.Tensor.ToArray<float>());
    }

    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(3, 224, 160)]
    [InlineData(2, 1, 1)]
    public void The_test_picture_lies_between_0_and_1_in_every_size(int channels, int height, int width)
    {
        using var scope = new TensorScope();
        float[] values = TestPicture.Of(channels, height, width).ToArray<float>();
        Assert.Equal(channels * height * width, values.Length);
        Assert.All(values, value => Assert.InRange(value, 0, 1));
        if (height > 1) Assert.True(values.Max() - values.Min() > 0.7);
        Assert.StartsWith("[test picture] channels, height and width must be at least 1. Got 0, 2, 3.", Assert.Throws<ArgumentException>(() => TestPicture.Of(0, 2, 3)).Message);
    }
}
