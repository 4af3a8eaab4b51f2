using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public class LabelledImagesTests
{
    [Fact]
    public void Pixels_are_scaled_by_white()
    {
        LabelledImages images = new([0, 8, 16, 4], 16, [0, 1], 1, 1, 2, 2);
        float[] pixels = new float[2];
        images.CopyImage(1, pixels);
        Assert.Equal([1f, 0.25f], pixels);
    }

    [Fact]
    public void Float_images_select_like_byte_images()
    {
        LabelledImages images = new([1f, 2f, 3f, 4f], 2, [0, 1], 1, 1, 2, 2);
        LabelledImages turned = images.Select([1, 0, 1]);
        float[] pixels = new float[2];
        turned.CopyImage(2, pixels);
        Assert.Equal([1.5f, 2f], pixels);
        Assert.Equal([1, 0, 1], turned.Labels.ToArray());
    }

    [Fact]
    public void Wrong_number_of_pixels_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelledImages(new byte[7], 1, [0, 1], 1, 2, 2, 2));
        Assert.Equal("[data] 2 labels need 2 images of 1x2x2, 8 pixels. Got 7 pixels.", error.Message);
    }

    [Fact]
    public void A_label_outside_the_classes_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelledImages(new byte[2], 1, [0, 2], 1, 1, 1, 2));
        Assert.Equal("[data] labels are 0 to 1. Got 2 for image 1.", error.Message);
    }

    [Fact]
    public void An_image_that_is_not_there_is_named()
    {
        LabelledImages images = new(new byte[2], 1, [0, 1], 1, 1, 1, 2);
        var error = Assert.Throws<ArgumentException>(() => images.CopyImage(2, new float[1]));
        Assert.Equal("[data] an image is 0 to 1 and needs 1 values. Got image 2 and 1 values.", error.Message);
    }

    [Theory]
    [InlineData(0, 1f, "[data] channels, height, width and classes must be at least 1. Got 0, 1, 1, 2.")]
    [InlineData(1, 0f, "[data] white must be a positive number. Got 0.")]
    public void Sizes_and_white_are_checked(int channels, float white, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelledImages(new byte[1], white, [0], channels, 1, 1, 2));
        Assert.Equal(message, error.Message);
    }
}
