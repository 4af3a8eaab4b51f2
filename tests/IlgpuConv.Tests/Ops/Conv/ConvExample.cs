using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>
/// A convolution of random sizes in one to three dimensions, and what the definition makes of it: plain loops that share nothing with the
/// kernels.
/// </summary>
internal sealed class ConvExample
{
    private static readonly int[] s_largest = [0, 40, 14, 6];

    public ConvExample(int seed)
    {
        var random = new Random(seed);
        int dimensions = random.Next(1, 4);
        IsPerSample = random.Next(4) == 0;
        Groups = random.Next(3) switch { 0 => 1, 1 => random.Next(1, 4), _ => random.Next(1, 20) };
        int groupIn = random.Next(3) == 0 ? 1 : random.Next(1, 9), groupOut = random.Next(2) == 0 ? random.Next(1, 4) : random.Next(1, 40 / Groups + 2);
        int batch = random.Next(1, 4);
        bool spreads = random.Next(5) == 0;
        while (true)
        {
            Movement = [.. Enumerable.Range(0, dimensions).Select(_ => Next())];
            int[] size = Sizes1(s_largest[dimensions]), kernel = Sizes1(5);
            X = [batch, Groups * groupIn, .. size];
            Weight = [.. (int[])(IsPerSample ? [batch] : []), Groups * groupOut, groupIn, .. kernel];
            Bias = random.Next(3) == 0 ? null : IsPerSample && random.Next(2) == 0 ? [batch, Groups * groupOut] : [Groups * groupOut];
            bool fits = Enumerable.Range(0, dimensions).All(i => Axis(i).Slack >= 0);
            if (fits && (long)X.Elements * groupOut * kernel.Aggregate(1, (a, b) => a * b) < 400_000) break;
        }
        Sizes = ConvShape.Of("conv", X, Weight, Bias, Movement, Groups, IsPerSample);
        XNumbers = Numbers(X);
        WeightNumbers = Numbers(Weight);
        BiasNumbers = Bias is null ? [] : Numbers(Bias);
        OutputGradient = Numbers(Sizes.Output);

        double[] Numbers(Shape shape) => [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (double)(float)(2 * random.NextDouble() - 1))];
        int[] Sizes1(int end) => [.. Enumerable.Range(0, dimensions).Select(_ => random.Next(1, end))];
        ConvMovement Next() => new(
            random.Next(1, 4), random.Next(-1, 4), random.Next(-1, 4), random.Next(1, 4), spreads ? random.Next(1, 4) : 1);
    }

    public bool IsPerSample { get; }
    public int Groups { get; }
    public ConvMovement[] Movement { get; }
    public Shape X { get; }
    public Shape Weight { get; }
    public Shape? Bias { get; }
    public ConvShape Sizes { get; }
    public double[] XNumbers { get; }
    public double[] WeightNumbers { get; }
    public double[] BiasNumbers { get; }
    public double[] OutputGradient { get; }
    public int Dimensions => Movement.Length;

    public Tensor Call(Tensor[] t) => ConvMethods.Conv("conv", t[0], t[1], t.Length > 2 ? t[2] : null, Movement, Groups, IsPerSample);

    public ConvAxis Axis(int i)
    {
        ConvMovement m = Movement[i];
        return new ConvAxis(X[2 + i], Weight[i - Dimensions], m.Stride, m.Low, m.High, m.Dilation, m.InputDilation);
    }

    public Tensor[] Inputs(Device device, ElementType type, bool abs = false)
    {
        Tensor Make(double[] numbers, Shape shape, MemoryOrder order) =>
            Tensor.FromDoubles(abs ? [.. numbers.Select(Math.Abs)] : numbers, shape, type, device, order);
        Tensor x = Make(XNumbers, X, MemoryOrder.ChannelsLast);
        Tensor w = Make(WeightNumbers, Weight, IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter);
        return Bias is null ? [x, w] : [x, w, Make(BiasNumbers, Bias, MemoryOrder.RowMajor)];
    }

    /// <summary>Output, input gradient, weight gradient and bias gradient by the definition.</summary>
    public double[][] ByDefinition()
    {
        int channels = X[1], o = Sizes.OutChannels, gi = channels / Groups, go = o / Groups;
        int[] size = Three(X), output = Three(Sizes.Output), kernel = Three(Weight);
        int pixels = size[0] * size[1] * size[2], outPixels = output[0] * output[1] * output[2], taps = kernel[0] * kernel[1] * kernel[2];
        double[] y = new double[Sizes.Output.Elements], dx = new double[X.Elements], dw = new double[Weight.Elements], db = new double[Bias?.Elements ?? 0];
        for (int b = 0; b < X[0]; b++)
            for (int oc = 0; oc < o; oc++)
                for (int p = 0; p < outPixels; p++)
                {
                    int at = (b * o + oc) * outPixels + p, biasAt = Bias is { Rank: 2 } ? b * o + oc : oc;
                    if (Bias is not null)
                    {
                        y[at] += BiasNumbers[biasAt];
                        db[biasAt] += OutputGradient[at];
                    }
                    for (int t = 0; t < taps; t++)
                    {
                        int pixel = Pixel(p, t, output, kernel, size);
                        if (pixel < 0) continue;
                        for (int c = 0; c < gi; c++)
                        {
                            int xAt = (b * channels + oc / go * gi + c) * pixels + pixel;
                            int wAt = (((IsPerSample ? b : 0) * o + oc) * gi + c) * taps + t;
                            y[at] += XNumbers[xAt] * WeightNumbers[wAt];
                            dx[xAt] += OutputGradient[at] * WeightNumbers[wAt];
                            dw[wAt] += OutputGradient[at] * XNumbers[xAt];
                        }
                    }
                }
        return Bias is null ? [y, dx, dw] : [y, dx, dw, db];
    }

    public override string ToString() => Sizes.ToString();

    private int[] Three(Shape shape) => [.. Enumerable.Repeat(1, 3 - Dimensions), .. shape.Skip(shape.Rank - Dimensions)];

    /// <summary>The input position that a tap reads for an output position, or -1.</summary>
    private int Pixel(int position, int tap, int[] output, int[] kernel, int[] size)
    {
        int result = 0, scale = 1;
        for (int axis = 2; axis >= 0; axis--)
        {
            ConvMovement m = axis < 3 - Dimensions ? new ConvMovement(1) : Movement[axis - (3 - Dimensions)];
            int at = position % output[axis] * m.Stride - m.Low + tap % kernel[axis] * m.Dilation;
            if (at < 0 || at % m.InputDilation != 0 || at / m.InputDilation >= size[axis]) return -1;
            result += at / m.InputDilation * scale;
            (position, tap, scale) = (position / output[axis], tap / kernel[axis], scale * size[axis]);
        }
        return result;
    }
}
