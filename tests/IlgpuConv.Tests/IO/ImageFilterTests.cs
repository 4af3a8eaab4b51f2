using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public class ImageFilterTests
{
    public static TheoryData<string> Names => [.. ImageFilters.All.Select(filter => filter.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_filter_keeps_size_and_channels_and_the_alpha(string name)
    {
        byte[] bytes = new byte[12 * 19 * 4];
        new Random(1).NextBytes(bytes);
        foreach (int channels in (int[])[1, 2, 3, 4])
        {
            var image = new Image(bytes[..(12 * 19 * channels)], 12, 19, channels);
            Image result = ImageFilters.Find(name).Run(image);
            Assert.Equal((12, 19, channels), (result.Height, result.Width, result.Channels));
            if (channels is 1 or 3) continue;
            for (int pixel = 1; pixel <= 12 * 19; pixel++) Assert.Equal(image.Bytes[pixel * channels - 1], result.Bytes[pixel * channels - 1]);
        }
    }

    [Theory]
    [InlineData("sobel", 0)]
    [InlineData("gaussian", 90)]
    [InlineData("laplacian", 128)]
    [InlineData("box", 90)]
    [InlineData("circle", 90)]
    [InlineData("central-difference", 128)]
    [InlineData("cross-difference", 0)]
    [InlineData("diagonal-difference", 0)]
    [InlineData("angular-difference", 0)]
    [InlineData("radial-difference", 0)]
    [InlineData("binary-pattern", 255)]
    public void A_constant_image_shows_nothing_but_itself(string name, int expected)
    {
        Image result = ImageFilters.Find(name).Run(new Image([.. Enumerable.Repeat((byte)90, 63)], 7, 9, 1));
        Assert.All(result.Bytes, value => Assert.Equal(expected, value, 1.0));
    }

    [Fact]
    public void Sobel_of_a_step_is_white_on_both_sides_of_it()
    {
        Image step = new([.. Enumerable.Range(0, 40).Select(i => (byte)(i % 8 < 4 ? 0 : 255))], 5, 8, 1);
        byte[] row = ImageFilters.Sobel.Run(step).Bytes[16..24];
        Assert.Equal([0, 0, 0, 255, 255, 0, 0, 0], row);
    }

    [Fact]
    public void A_circle_is_rounder_than_a_box()
    {
        // The response to one point is the filter: a box has its corners, a circle has less there than on its axes.
        byte[] point = new byte[49];
        point[24] = 255;
        var options = new ImageFilterOptions(Size: 5, Gain: 5);
        byte[] box = ImageFilters.Box.Run(new Image(point, 7, 7, 1), options).Bytes, circle = ImageFilters.Circle.Run(new Image(point, 7, 7, 1), options).Bytes;
        Assert.Equal(box[8], box[10]);
        Assert.True(circle[8] < circle[10] / 2, $"corner {circle[8]}, axis {circle[10]}");
    }

    [Fact]
    public void Without_theta_a_central_difference_is_a_blur()
    {
        byte[] bytes = new byte[100];
        new Random(2).NextBytes(bytes);
        var image = new Image(bytes, 10, 10, 1);
        Image plain = ImageFilters.CentralDifference.Run(image, new ImageFilterOptions(Size: 11, Sigma: 1.5, Theta: 0, Gain: 0.25));
        Image blur = ImageFilters.GaussianBlur.Run(image, new ImageFilterOptions(Sigma: 1.5, Gain: 0.25));
        Assert.All(plain.Bytes.Zip(blur.Bytes), pair => Assert.Equal(pair.First - 127.5, pair.Second, 1.5));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var image = new Image(new byte[9], 3, 3, 1);
        Assert.Equal(
            "[filter] the size must be odd and 1 to 99, sigma above 0 and at most 100, and the others numbers. Got size 4, sigma 1.5, theta 1, amount 1, gain 1.",
            Assert.Throws<ArgumentException>(() => ImageFilters.Box.Run(image, new ImageFilterOptions(Size: 4))).Message);
        Assert.StartsWith("[filter] a filter must be one of angular-difference, ", Assert.Throws<ArgumentException>(() => ImageFilters.Find("blur")).Message, StringComparison.Ordinal);
    }
}
