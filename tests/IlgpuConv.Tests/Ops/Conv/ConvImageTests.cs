using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Ops;

/// <summary>Images with one to four channels, whose lanes run over the elements of rows.</summary>
public class ConvImageTests
{
    public static TheoryData<int> Widths => [8, 11, 16, 31, 32, 33, 47, 48, 49, 63, 64, 65, 95, 96, 97, 130];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_of_one_channel(int width) => Check([1, 1, 6, width], [1, 1, 3, 3], (x, w) => x.Conv2d(w, padding: 1));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_of_three_channels(int width) => Check([2, 3, 5, width], [3, 3, 5, 5], (x, w) => x.Conv2d(w, padding: 2));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_of_channels_by_themselves(int width) => Check([1, 3, 9, width], [3, 1, 3, 3], (x, w) => x.Conv2d(w, padding: (0, 1), groups: 3));

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 7)]
    [InlineData(5, 2)]
    [InlineData(7, 3)]
    [InlineData(1, 9)]
    public void Filters_of_any_size(int height, int width) =>
        Check([1, 2, 8, 41], [2, 2, height, width], (x, w) => x.Conv2d(w, padding: ((height / 2, 1), (0, width / 2))));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void Dilations(int down, int across)
    {
        Check([1, 3, 8, 45], [3, 3, 3, 3], (x, w) => x.Conv2d(w, padding: (down, across), dilation: (down, across)));
        Check([1, 4, 8, 45], [4, 1, 5, 3], (x, w) => x.Conv2d(w, padding: (2 * down, across), dilation: (down, across), groups: 4));
    }

    [Fact]
    public void Volumes_and_signals_of_few_channels()
    {
        Check([1, 1, 4, 5, 40], [1, 1, 3, 3, 3], (x, w) => x.Conv3d(w, padding: 1));
        Check([1, 2, 3, 4, 40], [2, 2, 2, 5, 3], (x, w) => x.Conv3d(w, padding: (1, 2, 1)));
        Check([2, 2, 50], [2, 2, 5], (x, w) => x.Conv1d(w, padding: 2));
    }

    [Fact]
    public void Rows_that_are_skipped_or_cropped()
    {
        Check([1, 3, 11, 40], [3, 3, 3, 3], (x, w) => x.Conv2d(w, stride: (2, 1), padding: 1));
        Check([1, 1, 9, 50], [1, 1, 5, 5], (x, w) => x.Conv2d(w, padding: ((-1, 3), (-2, 5))));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void What_is_no_number_reaches_the_positions_of_its_window_and_no_others(int bits)
    {
        using var device = new CpuDevice(1, bits);
        using var scope = new TensorScope();
        const int Height = 9, Width = 70, Row = 4, Column = 33;
        foreach (int channels in (int[])[1, 2, 3, 4])
        {
            foreach (int kernel in (int[])[3, 5])
            {
                var numbers = new float[Height * Width * channels];
                numbers[((((channels - 1) * Height) + Row) * Width) + Column] = float.NaN;
                Tensor x = Tensor.FromArray(numbers, [1, channels, Height, Width], device);
                float[] y = x.Conv2d(Tensor.Full([channels, channels, kernel, kernel], 1, device: device), padding: kernel / 2).ToArray<float>();
                for (int i = 0; i < y.Length; i++)
                {
                    int row = i / Width % Height, column = i % Width;
                    bool near = Math.Abs(row - Row) <= kernel / 2 && Math.Abs(column - Column) <= kernel / 2;
                    Assert.True(float.IsNaN(y[i]) == near, $"{channels} channels, {kernel} taps, row {row}, column {column}: {y[i]}");
                }
            }
        }
    }

    [Fact]
    public void Bits_are_the_same_for_any_number_of_threads_and_on_every_run()
    {
        foreach ((int channels, int kernel) in ((int, int)[])[(1, 5), (3, 3)])
        {
            float[]? first = null;
            foreach (int threads in (int[])[1, 2, 3])
            {
                using var device = new CpuDevice(threads);
                for (int run = 0; run < 7; run++)
                {
                    using var scope = new TensorScope();
                    var generator = new RandomGenerator(5);
                    Tensor x = Tensor.Normal([1, channels, 37, 1500], generator: generator, device: device);
                    Tensor w = Tensor.Normal([channels, channels, kernel, kernel], generator: generator, device: device);
                    x.RequiresGrad = true;
                    Tensor y = x.Conv2d(w, padding: 1);
                    float[] bits = [.. y.ToArray<float>(), .. Gradients.Of((y * y).Sum(), [x])[0].ToArray<float>()];
                    first ??= bits;
                    Assert.Equal(first, bits);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 3, "forward: 1 channels of an image side by side in vectors of 16, 4 rows together")]
    [InlineData(3, 1, 5, "forward: 3 channels of an image side by side in vectors of 16, 4 rows together")]
    [InlineData(3, 3, 7, "forward: 3 channels of an image side by side in vectors of 16")]
    [InlineData(3, 1, 1, "forward: tiles 14x1 x 1 for 3 channels in vectors of 16, 81 % beyond the edges")]
    public void A_plan_explains_itself(int channels, int groups, int kernel, string expected)
    {
        ConvMovement axis = new(1, kernel / 2, kernel / 2);
        ConvShape shape = ConvShape.Of("conv", [1, channels, 112, 112], [channels, channels / groups, kernel, kernel], null, [axis, axis], groups);
        Assert.Equal(expected, ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true)).ToString());
    }

    /// <summary>Forward and gradients on vectors of every width, in float.</summary>
    private static void Check(Shape x, Shape weight, Func<Tensor, Tensor, Tensor> call)
    {
        var subject = new OperationCase
        {
            Name = $"Image/{x} {weight}",
            Inputs = [CaseInput.Uniform("x", x), CaseInput.Uniform("weight", weight, MemoryOrder.Filter)],
            Call = t => call(t[0], t[1]),
            Tolerance = ToleranceRule.Linear,
        };
        foreach (int bits in (int[])[128, 256, 512])
        {
            using var device = new CpuDevice(2, bits);
            CaseResult result = DeviceCheck.Run(subject, device);
            Assert.True(result.Outcome == CaseOutcome.Passed, $"{bits} bits: {result}");
        }
    }
}
