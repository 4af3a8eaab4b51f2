using IlgpuConv.Ops;

namespace IlgpuConv.Tests.Ops.DifferenceConv;

public class CircleTapsTests
{
    [Fact]
    public void A_corner_of_3x3_is_divided_among_four_and_the_axes_stay()
    {
        TapMatrix matrix = CircleTaps.Matrix(3);
        Assert.Equal(0.5, matrix[0, 0], 1e-12);
        Assert.Equal(0.207107, matrix[1, 0], 1e-6);
        Assert.Equal(0.207107, matrix[3, 0], 1e-6);
        Assert.Equal(0.085786, matrix[4, 0], 1e-6);
        for (int tap = 1; tap < 9; tap += 2)
            for (int row = 0; row < 9; row++) Assert.Equal(row == tap ? 1 : 0, matrix[row, tap]);
    }

    [Theory]
    [InlineData(1, CircleAngles.ArcTangent)]
    [InlineData(5, CircleAngles.ArcTangent)]
    [InlineData(9, CircleAngles.ArcTangent)]
    [InlineData(5, CircleAngles.Equal)]
    [InlineData(7, CircleAngles.Equal)]
    public void Every_tap_is_divided_whole_and_a_turn_by_90_degrees_commutes(int kernel, CircleAngles angles)
    {
        TapMatrix matrix = CircleTaps.Matrix(kernel, angles);
        int Turned(int tap) => tap % kernel * kernel + kernel - 1 - tap / kernel;
        for (int column = 0; column < matrix.Columns; column++)
        {
            Assert.Equal(1, Enumerable.Range(0, matrix.Rows).Sum(row => matrix[row, column]), 1e-12);
            for (int row = 0; row < matrix.Rows; row++) Assert.Equal(matrix[row, column], matrix[Turned(row), Turned(column)], 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 2, Math.PI / 8)]
    [InlineData(2, 1, 3 * Math.PI / 8)]
    public void Equal_angles_are_equal_steps_on_the_ring(int x, int y, double angle)
    {
        // The tap's centre of mass lies where it reads the image.
        TapMatrix matrix = CircleTaps.Matrix(5, CircleAngles.Equal);
        int column = (y + 2) * 5 + x + 2;
        double mx = Enumerable.Range(0, 25).Sum(row => matrix[row, column] * (row % 5 - 2)), my = Enumerable.Range(0, 25).Sum(row => matrix[row, column] * (row / 5 - 2));
        Assert.Equal(2 * Math.Sin(angle), mx, 1e-12);
        Assert.Equal(2 * Math.Cos(angle), my, 1e-12);
    }

    [Fact]
    public void At_radius_0_every_tap_reads_the_centre_and_beyond_the_kernel_it_is_dropped()
    {
        TapMatrix none = CircleTaps.Matrix(3, radius: 0), large = CircleTaps.Matrix(3, radius: 2);
        for (int column = 0; column < 9; column++) Assert.Equal(1, none[4, column], 1e-12);
        Assert.Equal(1, large[4, 4], 1e-12);
        Assert.Equal(0, Enumerable.Range(0, 9).Sum(row => large[row, 1]), 1e-12);
    }
}
