using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of 2-D convolution.</summary>
internal sealed class ConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("Conv2d/4-6 k3 p1 5x6 n2", [2, 4, 5, 6], [6, 4, 3, 3], padding: 1, order: 2);
        yield return Case("Conv2d/3-5 k3 s2 p1 7x6 n2", [2, 3, 7, 6], [5, 3, 3, 3], stride: 2, padding: 1, order: 2);
        yield return Case("Conv2d/4-6 k3 d2 p2 g2 7x6", [1, 4, 7, 6], [6, 2, 3, 3], padding: 2, dilation: 2, groups: 2, order: 2);
        yield return Case("Conv2d/3-8 k2,3 s2,1 d1,2 asymmetric 6x7", [1, 3, 6, 7], [8, 3, 2, 3], (2, 1), ((1, 0), (2, 1)), (1, 2), order: 2);
        yield return Case("Conv2d/16-33 k3 s3 6x11", [2, 16, 6, 11], [33, 16, 3, 3], stride: 3);
        yield return Case("Conv2d/3-16 k7 s2 p3 12x11", [1, 3, 12, 11], [16, 3, 7, 7], stride: 2, padding: 3);
        yield return Case("Conv2d/5-4 k5 p2 3x3", [1, 5, 3, 3], [4, 5, 5, 5], padding: 2);
        yield return Case("Conv2d/5-4 k3 crop 8x8", [1, 5, 8, 8], [4, 5, 3, 3], padding: ((-1, -2), (-1, 1)));
        yield return Case("Conv2d/15-17 k1 5x7 n3", [3, 15, 5, 7], [17, 15, 1, 1]);
        yield return Case("Conv2d/7-3 k1 s2 6x7", [2, 7, 6, 7], [3, 7, 1, 1], stride: 2);
        yield return Case("Conv2d/6-4 k1 p1 4x5", [2, 6, 4, 5], [4, 6, 1, 1], padding: 1);
        yield return Case("Conv2d/4-4 k3 s4 11x13", [1, 4, 11, 13], [4, 4, 3, 3], stride: 4);
        yield return Case("Conv2d/4-4 k3 s2 d2 p1 9x10", [1, 4, 9, 10], [4, 4, 3, 3], stride: 2, padding: 1, dilation: 2);
        yield return Case("Conv2d/2-3 k4 s3 d2 p3 12x11", [1, 2, 12, 11], [3, 2, 4, 4], stride: 3, padding: 3, dilation: 2);
        yield return Case("Conv2d/2-4 k3 p1 28x27 n2", [2, 2, 28, 27], [4, 2, 3, 3], padding: 1);
        yield return Case("Conv2d/3-2 k1,3 1x150", [1, 3, 1, 150], [2, 3, 1, 3], padding: (0, 1));
        yield return Case("Conv2d/15-9 k3 p1 g3 4x5", [2, 15, 4, 5], [9, 5, 3, 3], padding: 1, groups: 3);
        yield return Case("Conv2d/8-16 k3 p1 g8 5x5", [2, 8, 5, 5], [16, 1, 3, 3], padding: 1, groups: 8, order: 2);
        yield return Case("Conv2d/17-17 k3 p1 depthwise 5x9", [2, 17, 5, 9], [17, 1, 3, 3], padding: 1, groups: 17);
        yield return Case("Conv2d/256-256 k3 p1 depthwise 6x5", [1, 256, 6, 5], [256, 1, 3, 3], padding: 1, groups: 256);
        yield return Case("Conv2d/144-144 k3 p1 depthwise 14x6", [2, 144, 14, 6], [144, 1, 3, 3], padding: 1, groups: 144);
        yield return Case("Conv2d/128-128 k3 p2 depthwise slice 7x4", [1, 128, 7, 4], [128, 1, 3, 3], padding: 2, groups: 128, pitch: 144);
        yield return Case("Conv2d/128-128 k3 depthwise 9x4", [1, 128, 9, 4], [128, 1, 3, 3], groups: 128);
        yield return Case("Conv2d/33-33 k3 s2 p1 depthwise 7x8", [1, 33, 7, 8], [33, 1, 3, 3], stride: 2, padding: 1, groups: 33);
        yield return Case("Conv2d/6-18 k5 p4 d2 depthwise 9x8", [1, 6, 9, 8], [18, 1, 5, 5], padding: 4, dilation: 2, groups: 6);
        yield return Case("Conv2d/8-6 k3 p1 slice 5x6", [2, 8, 5, 6], [6, 8, 3, 3], padding: 1, pitch: 24);
        yield return Case("Conv2d/8-8 k3 p1 depthwise slice 5x6", [2, 8, 5, 6], [8, 1, 3, 3], padding: 1, groups: 8, pitch: 24);
        yield return Case("Conv2d/16-16 k3 p1 g4 5x9", [2, 16, 5, 9], [16, 4, 3, 3], padding: 1, groups: 4, order: 2);
        yield return Case("Conv2d/22-22 k3 p1 g11 5x9", [2, 22, 5, 9], [22, 2, 3, 3], padding: 1, groups: 11, order: 2);
        yield return Case("Conv2d/6-6 k3 s2 d2 p2 g3 8x7", [1, 6, 8, 7], [6, 2, 3, 3], stride: 2, padding: 2, dilation: 2, groups: 3);
        yield return Case("Conv2d/12-12 k3 s2 p1 g3 9x8", [1, 12, 9, 8], [12, 4, 3, 3], stride: 2, padding: 1, groups: 3);
        yield return Case("Conv2d/40-40 k3 d2 p2 g10 15x16", [1, 40, 15, 16], [40, 4, 3, 3], padding: 2, dilation: 2, groups: 10);
        yield return Case("Conv2d/24-24 k5 s2 p3 g3 8x9", [1, 24, 8, 9], [24, 8, 5, 5], stride: 2, padding: 3, groups: 3);
        yield return Case("Conv2d/32-32 k1,3 g4 3x17 slice", [2, 32, 3, 17], [32, 8, 1, 3], padding: (0, 2), groups: 4, pitch: 48);
        yield return Case("Conv2d/19-19 k3 p1 depthwise 16x15", [1, 19, 16, 15], [19, 1, 3, 3], padding: 1, groups: 19);
        yield return Case("Conv2d/20-20 k5 p2 depthwise 9x15", [2, 20, 9, 15], [20, 1, 5, 5], padding: 2, groups: 20);
        yield return Case("Conv2d/1-17 k5 s3 p2 slice 11x13 n2", [2, 1, 11, 13], [17, 1, 5, 5], stride: 3, padding: 2, order: 2, pitch: 4);
        yield return Case("Conv2d/2-16 k2,4 s1,2 asymmetric 5x9", [1, 2, 5, 9], [16, 2, 2, 4], (1, 2), ((1, 0), (0, 3)));
        yield return Case("Conv2d/18-18 k3 s2 p1 depthwise 9x30 n2", [2, 18, 9, 30], [18, 1, 3, 3], stride: 2, padding: 1, groups: 18);
        yield return Case("Conv2d/17-17 k5 s2 p2 depthwise 8x17", [1, 17, 8, 17], [17, 1, 5, 5], stride: 2, padding: 2, groups: 17);
        yield return Case("Conv2d/72-48 k7 p3 in parts 3x4", [1, 72, 3, 4], [48, 72, 7, 7], padding: 3);
        yield return Case("Conv2d/19-1 k3 p1 4x37 n2", [2, 19, 4, 37], [1, 19, 3, 3], padding: 1, order: 2);
        yield return Case("Conv2d/17-2 k3 d2 p2 5x40", [1, 17, 5, 40], [2, 17, 3, 3], padding: 2, dilation: 2);
        yield return Case("Conv2d/33-3 k5 s2 p2 7x45", [1, 33, 7, 45], [3, 33, 5, 5], stride: 2, padding: 2);
        yield return Case("Conv2d/16-4 k3,2 asymmetric 4x23", [1, 16, 4, 23], [4, 16, 3, 2], 1, ((2, 0), (-1, 3)));
        yield return Case("Conv2d/2-1 k7 p3 8x41", [1, 2, 8, 41], [1, 2, 7, 7], padding: 3);
        yield return Case("Conv2d/20-1 k3 p1 slice 4x35", [2, 20, 4, 35], [1, 20, 3, 3], padding: 1, pitch: 24);
        yield return Case("Conv2d/40-3 k1 5x9 n2", [2, 40, 5, 9], [3, 40, 1, 1]);
        yield return Case("Conv2d/32-8 k3 p1 4x37", [1, 32, 4, 37], [8, 32, 3, 3], padding: 1);
        yield return Case("Conv2d/2-24 k3 p1 4x36", [1, 2, 4, 36], [24, 2, 3, 3], padding: 1, order: 2);
        yield return Case("Conv2d/3-4 k3 n0", [0, 3, 5, 5], [4, 3, 3, 3]);
        foreach (int channels in (int[])[1, 7, 16, 31, 65])
        {
            yield return Case($"Conv2d/3-{channels} k3 p1 4x7", [1, 3, 4, 7], [channels, 3, 3, 3], padding: 1);
            yield return Case($"Conv2d/{channels}-3 k3 p1 4x6", [1, channels, 4, 6], [3, channels, 3, 3], padding: 1);
        }

        yield return Layer("Conv2d/3-64@224 k7 s2", 3, 64, 224, 7, 2);
        yield return Layer("Conv2d/64-64@56 k3", 64, 64, 56, 3);
        yield return Layer("Conv2d/128-128@28 k3", 128, 128, 28, 3);
        yield return Layer("Conv2d/256-256@14 k3", 256, 256, 14, 3);
        yield return Layer("Conv2d/512-512@7 k3", 512, 512, 7, 3);
        yield return Layer("Conv2d/64-128@56 k3 s2", 64, 128, 56, 3, 2);
        yield return Layer("Conv2d/64-256@56 k1", 64, 256, 56, 1);
        yield return Layer("Conv2d/256-64@56 k1", 256, 64, 56, 1);
        yield return Layer("Conv2d/128-128@28 k3 g32", 128, 128, 28, 3, groups: 32);
        yield return Layer("Conv2d/64-64@28 k3 g32", 64, 64, 28, 3, groups: 32);
        yield return Layer("Conv2d/96-96@56 k3 depthwise", 96, 96, 56, 3, groups: 96);
    }

    /// <summary>A convolution with bias, per sample where the filter has an axis more than the input.</summary>
    internal static OperationCase Case(
        string name, Shape x, Shape weight, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1, int order = 1,
        int pitch = 0, bool isTimed = false, Shape? bias = null)
    {
        (Pair s, Padding2 p, Pair d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        bool perSample = weight.Rank > x.Rank;
        bias ??= [weight[perSample ? 1 : 0]];
        ConvShape shape = ConvShape.Of(
            "conv", x, weight, bias, [new(s.Height, p.Top, p.Bottom, d.Height), new(s.Width, p.Left, p.Right, d.Width)], groups, perSample);
        return new OperationCase
        {
            Name = name,
            Inputs =
            [
                CaseInput.Uniform("x", x, pitch: pitch),
                CaseInput.Uniform("weight", weight, perSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter),
                CaseInput.Uniform("bias", bias),
            ],
            Call = t => perSample ? t[0].PerSampleConv2d(t[1], t[2], s, p, d, groups) : t[0].Conv2d(t[1], t[2], s, p, d, groups),
            Tolerance = ToleranceRule.Linear,
            DerivativeOrder = order,
            Flops = shape.Flops,
            Bytes = 4.0 * (x.Elements + weight.Elements + bias.Elements + shape.Output.Elements),
            IsPerformanceOnly = isTimed,
        };
    }

    private static OperationCase Layer(string name, int inChannels, int outChannels, int size, int kernel, int stride = 1, int groups = 1) =>
        Case(name, [1, inChannels, size, size], [outChannels, inChannels / groups, kernel, kernel], stride, kernel / 2, groups: groups, isTimed: true);
}
