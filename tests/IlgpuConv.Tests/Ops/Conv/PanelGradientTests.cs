using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>The weight gradient from panels against its definition, with the same bits for any number of threads.</summary>
public class PanelGradientTests
{
    public static TheoryData<int, int, int, int, int, int, int, int> Sizes => new()
    {
        // Batch, input and output channels, height, width, kernel, stride, padding.
        { 2, 256, 272, 5, 6, 1, 2, 0 },
        { 1, 259, 256, 7, 7, 3, 2, 1 },
        { 1, 512, 257, 2, 3, 3, 1, 2 },
        { 2, 256, 256, 37, 41, 1, 1, 0 },
        { 2, 258, 261, 34, 35, 2, 1, 1 },
        { 1, 256, 256, 45, 47, 1, 1, 0 }, // the last slice is shorter
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_are_those_of_the_definition_and_the_same_bits_for_any_number_of_threads(
        int batch, int inChannels, int outChannels, int height, int width, int kernel, int stride, int padding)
    {
        float[]? first = null;
        foreach (int threads in (int[])[1, 2, 3, 5])
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            using var strict = new ConvAlgorithmScope(ConvAlgorithm.Direct);
            var generator = new RandomGenerator(3);
            ConvShape shape = ConvShape.Of(
                "conv", [batch, inChannels, height, width], [outChannels, inChannels, kernel, kernel], null,
                [new(stride, padding, padding), new(stride, padding, padding)]);
            Tensor x = Tensor.Normal(shape.Input, generator: generator, device: device), dy = Tensor.Normal(shape.Output, generator: generator, device: device);
            Assert.IsType<PanelGradient>(ConvRun.Plan(shape, ConvDirection.WeightGradient, x).Implementation);
            for (int run = 0; run < 3; run++)
            {
                float[] dw = ConvRun.WeightGradient(shape, x, dy).ToArray<float>();
                first ??= dw;
                Assert.Equal(first, dw);
            }
            if (threads == 1) Check(shape, x.ToArray<float>(), dy.ToArray<float>(), first!);
        }
    }

    [Fact]
    public void Wide_channels_and_processors_take_it_in_slices_that_depend_on_the_shape_only()
    {
        static ConvPlan Plan(int channels, int threads, DeviceKind kind = DeviceKind.Cpu) => ConvPlan.Of(
            ConvShape.Of("conv", [8, channels, 56, 56], [2 * channels, channels, 1, 1], null, [new(2), new(2)]), ConvDirection.WeightGradient, 16,
            new(kind, 16, threads, 32, 1 << 30, true, true));

        Assert.Matches(
            @"^weight gradient: panels of \d+ positions in 6 slices of 1046, 1 by 1 parts of the channels, sums 6x4$", Plan(256, 1).ToString());
        PanelGradient many = Assert.IsType<PanelGradient>(Plan(256, 64).Implementation);
        Assert.Equal((6, 1046), (many.Slices, many.SlicePositions));
        Assert.True(many.Blocks >= 32);
        Assert.IsNotType<PanelGradient>(Plan(128, 1).Implementation);
        Assert.IsNotType<PanelGradient>(Plan(256, 1, DeviceKind.Gpu).Implementation);
    }

    /// <summary>Every 97th element against its sum in double.</summary>
    private static void Check(ConvShape shape, float[] x, float[] dy, float[] dw)
    {
        ConvAxis h = shape.Axes[0], w = shape.Axes[1];
        int outH = shape.Output[2], outW = shape.Output[3];
        for (int i = 0; i < dw.Length; i += 97)
        {
            int kw = i % w.Kernel, kh = i / w.Kernel % h.Kernel, c = i / w.Kernel / h.Kernel % shape.InChannels, o = i / w.Kernel / h.Kernel / shape.InChannels;
            double sum = 0;
            for (int n = 0; n < shape.Batch; n++)
            {
                for (int p = 0; p < outH * outW; p++)
                {
                    int row = p / outW * h.Stride - h.Low + kh, column = p % outW * w.Stride - w.Low + kw;
                    if (row < 0 || row >= h.Input || column < 0 || column >= w.Input) continue;
                    sum += (double)x[((n * shape.InChannels + c) * h.Input + row) * w.Input + column] * dy[(n * shape.OutChannels + o) * outH * outW + p];
                }
            }
            Assert.InRange(dw[i] - sum, -2e-4, 2e-4);
        }
    }
}
