using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>A convolution of random sizes, and what the definition makes of it: plain loops that share nothing with the kernels.</summary>
internal sealed class ConvExample
{
    public ConvExample(int seed)
    {
        var random = new Random(seed);
        IsPerSample = random.Next(3) == 0;
        Groups = random.Next(3) switch { 0 => 1, 1 => random.Next(1, 4), _ => random.Next(1, 20) };
        int groupIn = random.Next(3) == 0 ? 1 : random.Next(1, 9), groupOut = random.Next(2) == 0 ? random.Next(1, 4) : random.Next(1, 40 / Groups + 2);
        int batch = random.Next(1, 4);
        while (true)
        {
            Movement = [Random(random), Random(random)];
            int[] size = [random.Next(1, 12), random.Next(1, 20)], kernel = [random.Next(1, 5), random.Next(1, 5)];
            X = [batch, Groups * groupIn, .. size];
            Weight = [.. (int[])(IsPerSample ? [batch] : []), Groups * groupOut, groupIn, .. kernel];
            Bias = random.Next(3) == 0 ? null : IsPerSample && random.Next(2) == 0 ? [batch, Groups * groupOut] : [Groups * groupOut];
            bool fits = Enumerable.Range(0, 2).All(i =>
                size[i] + Movement[i].Low + Movement[i].High - Movement[i].Dilation * (kernel[i] - 1) - 1 >= 0);
            if (fits) break;
        }
        Sizes = ConvShape.Of("conv", X, Weight, Bias, Movement, Groups, IsPerSample);
        XNumbers = Numbers(X);
        WeightNumbers = Numbers(Weight);
        BiasNumbers = Bias is null ? [] : Numbers(Bias);
        OutputGradient = Numbers(Sizes.Output);

        double[] Numbers(Shape shape) => [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (double)(float)(2 * random.NextDouble() - 1))];
        static ConvMovement Random(Random r) => new(r.Next(1, 4), r.Next(-1, 4), r.Next(-1, 4), r.Next(1, 4));
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

    public Tensor Call(Tensor[] t) => ConvMethods.Conv("conv", t[0], t[1], t.Length > 2 ? t[2] : null, Movement, Groups, IsPerSample);

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
        int n = X[0], i = X[1], h = X[2], w = X[3], o = Sizes.OutChannels, ho = Sizes.Output[2], wo = Sizes.Output[3];
        int kh = Weight[-2], kw = Weight[-1], gi = i / Groups, go = o / Groups;
        double[] y = new double[Sizes.Output.Elements], dx = new double[X.Elements], dw = new double[Weight.Elements], db = new double[Bias?.Elements ?? 0];
        for (int b = 0; b < n; b++)
            for (int oc = 0; oc < o; oc++)
                for (int oy = 0; oy < ho; oy++)
                    for (int ox = 0; ox < wo; ox++)
                    {
                        int at = ((b * o + oc) * ho + oy) * wo + ox, biasAt = Bias is { Rank: 2 } ? b * o + oc : oc;
                        if (Bias is not null)
                        {
                            y[at] += BiasNumbers[biasAt];
                            db[biasAt] += OutputGradient[at];
                        }
                        for (int c = 0; c < gi; c++)
                            for (int u = 0; u < kh; u++)
                                for (int v = 0; v < kw; v++)
                                {
                                    int iy = oy * Movement[0].Stride - Movement[0].Low + u * Movement[0].Dilation;
                                    int ix = ox * Movement[1].Stride - Movement[1].Low + v * Movement[1].Dilation;
                                    if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
                                    int xAt = ((b * i + oc / go * gi + c) * h + iy) * w + ix;
                                    int wAt = ((((IsPerSample ? b : 0) * o + oc) * gi + c) * kh + u) * kw + v;
                                    y[at] += XNumbers[xAt] * WeightNumbers[wAt];
                                    dx[xAt] += OutputGradient[at] * WeightNumbers[wAt];
                                    dw[wAt] += OutputGradient[at] * XNumbers[xAt];
                                }
                    }
        return Bias is null ? [y, dx, dw] : [y, dx, dw, db];
    }

    public override string ToString() => Sizes.ToString();
}
