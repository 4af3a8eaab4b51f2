using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

/// <summary>Colours and pictures of numbers, pixel by pixel.</summary>
public class PictureTests
{
    [Fact]
    public void Colours_are_ordered_by_lightness_and_symmetric_around_white()
    {
        double[] lights = [.. Enumerable.Range(0, 33).Select(i => Light(Palette.Sequential(i / 32.0)))];
        Assert.Equal(lights.Order(), lights);
        Assert.Equal("#f7f7f7", $"{Palette.Diverging(0)}");
        for (int i = 1; i <= 16; i++)
        {
            Colour below = Palette.Diverging(-i / 16.0), above = Palette.Diverging(i / 16.0);
            Assert.True(below.Blue > below.Red && above.Red > above.Blue && Math.Abs(Light(below) - Light(above)) < 40, $"{below} {above}");
        }
        Assert.Equal(default, Palette.Sequential(double.NaN));
        Assert.Equal((Palette.Sequential(0), Palette.Sequential(1)), (Palette.Sequential(-5), Palette.Sequential(5)));
        Assert.Equal(16, Enumerable.Range(0, 16).Select(Palette.Category).Distinct().Count());
    }

    [Fact]
    public void A_scale_is_shared_and_passes_over_the_outermost_half_percent()
    {
        MapScale ramp = MapScale.Of(Enumerable.Range(0, 1000).Select(i => (double)i));
        Assert.Equal((false, 0, 994), (ramp.IsSigned, ramp.Start, ramp.End));
        MapScale signed = MapScale.Of([-2, 1, double.NaN]);
        Assert.Equal((true, -2, 2), (signed.IsSigned, signed.Start, signed.End));
        Assert.Equal((Palette.Diverging(-0.5), Palette.Sequential(0.5)), (signed.Colour(-1), ramp.Colour(497)));
        Assert.Equal((0, 1), (MapScale.Of([]).Start, MapScale.Of([0, 0]).End));
    }

    [Fact]
    public void Small_maps_are_enlarged_in_whole_steps_with_nothing_between()
    {
        Image image = MapTiles.Draw([new double[,] { { 0, 1 }, { 0.5, 0 } }, new double[,] { { 1, 1 }, { 0, 0 } }, new double[2, 2]], 2, Palette.Grey, tile: 6);
        Assert.Equal((16, 16, 4), (image.Height, image.Width, image.Channels));
        Assert.Equal((0, 255, 128, 0), (Grey(2, 2), Grey(0, 3), Grey(5, 2), Grey(5, 5)));
        Assert.Equal((255, 0, 0), (Grey(0, 10), Alpha(0, 7), Alpha(12, 12)));
        int Grey(int y, int x) => Alpha(y, x) == 255 ? image.Bytes[(y * 16 + x) * 4] : -1;
        int Alpha(int y, int x) => image.Bytes[(y * 16 + x) * 4 + 3];
    }

    [Fact]
    public void Large_maps_are_reduced_by_means()
    {
        var map = new double[5, 4];
        for (int i = 0; i < 20; i++) map[i / 4, i % 4] = i;
        double[,] reduced = MapTiles.Reduce(map, 3);
        Assert.Equal(new double[,] { { 2.5, 4.5 }, { 10.5, 12.5 }, { 16.5, 18.5 } }, reduced);
        Assert.Same(map, MapTiles.Reduce(map, 5));
    }

    [Fact]
    public void Maps_of_several_sizes_are_named() => Assert.StartsWith(
        "[tiles] there must be maps of one size. Got 2x2, 3x2.",
        Assert.Throws<ArgumentException>(() => MapTiles.Draw([new double[2, 2], new double[3, 2]], 2, Palette.Grey)).Message);

    [Fact]
    public void A_matrix_has_the_colour_of_each_tap_where_it_stands()
    {
        using var scope = new TensorScope();
        ConvolutionMatrix c = ConvolutionMatrix.Of(Tensor.FromDoubles([1, -2, 3], [1, 1, 1, 3], ElementType.Float64), [1, 1, 1, 6]);
        Image image = MatrixPicture.ByTap(c), values = MatrixPicture.ByValue(c, transposed: true);
        Assert.Equal((64, 96, 96, 64), (image.Height, image.Width, values.Height, values.Width));
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                int tap = c.TapAt(row, column);
                Assert.Equal(tap < 0 ? Colour.Of(0xE3E3E3) : Palette.Category(tap), At(image, row * 16, column * 16));
                Assert.Equal(tap < 0 ? Colour.Of(0xE3E3E3) : Palette.Diverging(new[] { 1, -2, 3 }[tap] / 3.0), At(values, column * 16, row * 16));
            }
        }
        Assert.StartsWith(
            "[conv matrix] a picture is of a matrix with at most 4096 rows and columns. Got 4900 x 4900.",
            Assert.Throws<ArgumentException>(() => MatrixPicture.ByTap(ConvolutionMatrix.Of(Tensor.Zeros([1, 1, 1, 1]), [1, 1, 70, 70]))).Message);
    }

    [Fact]
    public void Discs_and_frames_stay_inside_the_picture()
    {
        var raster = new Raster(5, 5);
        raster.Disc(2.5, 2.5, 1, Colour.Of(0xFF0000));
        raster.Frame(-1, -1, 7, 7, 1, Colour.Of(0x00FF00));
        raster.Frame(0, 0, 5, 5, 1, Colour.Of(0x0000FF));
        Image image = raster.ToImage();
        Assert.Equal((Colour.Of(0xFF0000), Colour.Of(0x0000FF)), (At(image, 2, 2), At(image, 4, 1)));
        Assert.InRange(At(image, 1, 1).Alpha, 1, 40);
    }

    private static Colour At(Image image, int y, int x)
    {
        ReadOnlySpan<byte> pixel = image.Bytes.AsSpan((y * image.Width + x) * 4, 4);
        return new Colour(pixel[0], pixel[1], pixel[2], pixel[3]);
    }

    private static double Light(Colour colour) => 0.299 * colour.Red + 0.587 * colour.Green + 0.114 * colour.Blue;
}
