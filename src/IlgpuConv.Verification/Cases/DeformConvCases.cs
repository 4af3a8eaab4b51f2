using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// Cases of deformable convolution. Offsets stay a tenth away from whole positions, where the samples have a kink, and reach beyond the image.
/// </summary>
internal sealed class DeformConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("v1 4-5 k3 p1 7x6 n2", [2, 4, 7, 6], [5, 4, 3, 3], padding: 1, masked: false, biased: true);
        yield return Case("v2 4-6 k3 s2 p1 g2 G2 7x6 n2", [2, 4, 7, 6], [6, 2, 3, 3], 2, 1, groups: 2, stride: 2);
        yield return Case("v2 6-8 k3 d2 p2 G3 5x6", [1, 6, 5, 6], [8, 6, 3, 3], 3, padding: 2, dilation: 2, biased: true);
        yield return Case("v2 6-4 k2x3 s1x2 p0x1 g2 G3 5x7", [1, 6, 5, 7], [4, 3, 2, 3], 3, padding: (0, 1), groups: 2, stride: (1, 2), biased: true);
        yield return Case("v1 17-19 k1 3x4", [1, 17, 3, 4], [19, 17, 1, 1], masked: false);
        yield return Case("v2 20-70 k2 4x5", [1, 20, 4, 5], [70, 20, 2, 2], biased: true);
        yield return Case("v2 depthwise 6 k3 p1 5x5", [1, 6, 5, 5], [6, 1, 3, 3], padding: 1, groups: 6);
        yield return Case("v2 depthwise 18 k2 G3 3x4", [1, 18, 3, 4], [18, 1, 2, 2], 3, groups: 18, biased: true);
        yield return Case("v2 10-15 k2 g5 3x3", [1, 10, 3, 3], [15, 2, 2, 2], groups: 5, biased: true);
        yield return Case("v2 3-4 k3 p1 1x1", [2, 3, 1, 1], [4, 3, 3, 3], padding: 1);
        yield return Case("v2 3-4 k2 p-1 6x6", [1, 3, 6, 6], [4, 3, 2, 2], padding: -1);
        yield return Case("v2 3-4 k2 n0", [0, 3, 4, 4], [4, 3, 2, 2], biased: true);
        yield return Case("v2 5-6 k3 p1 pitch 4x5", [2, 5, 4, 5], [6, 5, 3, 3], padding: 1, pitch: 3);
        yield return Line("v2 4-5 k3 p1 g2 G2 w9 n2", [2, 4, 9], [6, 2, 3], 2, 2);
        yield return Volume("v2 2-3 k2 G1 4x3x4", [1, 2, 4, 3, 4], [3, 2, 2, 2, 2], 1, 1);
        yield return Volume("v2 4-4 k2 g2 G2 3x3x3", [1, 4, 3, 3, 3], [4, 2, 2, 2, 2], 2, 2);
        yield return Layer("v1 4-5 k3 p1 g1 G2 6x5", [2, 4, 6, 5], g => new DeformConv2d(4, 5, 3, padding: 1, options: DeformConvOptions.Version1 with { OffsetGroups = 2 }, generator: g));
        yield return Layer("v2 4-6 k3 s2 p1 g2 6x5", [2, 4, 6, 5], g => new DeformConv2d(4, 6, 3, 2, 1, groups: 2, options: new() { Mask = DeformMask.TwiceSigmoid }, generator: g));
        yield return Layer("1-D v2 3-4 k3 p1 w7", [2, 3, 7], g => new DeformConv1d(3, 4, 3, padding: 1, options: new() { Mask = DeformMask.OpenSigmoid }, generator: g));
        yield return Layer("3-D v2 2-3 k2 3x4x3", [1, 2, 3, 4, 3], g => new DeformConv3d(2, 3, 2, generator: g));
        foreach (int images in (int[])[1, 8])
        {
            yield return Case($"v2 64-64 k3 p1 56x56 n{images}", [images, 64, 56, 56], [64, 64, 3, 3], padding: 1, biased: true) with { IsPerformanceOnly = true };
        }
    }

    private static OperationCase Case(
        string name, Shape x, Shape weight, int offsetGroups = 1, Padding2? padding = null, int groups = 1, Pair? stride = null,
        Pair? dilation = null, bool masked = true, bool biased = false, int pitch = 0)
    {
        return Make(
            $"DeformConv2d/{name}", x, weight, offsetGroups, 2, masked, biased, pitch,
            Sizes(x, weight, padding ?? 0, stride ?? 1, dilation ?? 1),
            (t, bias, mask) => t[0].DeformConv2d(t[1], t[2], bias, mask, stride, padding, dilation, groups));
    }

    private static OperationCase Line(string name, Shape x, Shape weight, int groups, int offsetGroups) => Make(
        $"DeformConv1d/{name}", x, weight, offsetGroups, 1, true, true, 0, [x[2] + 2 - weight[2] + 1],
        (t, bias, mask) => t[0].DeformConv1d(t[1], t[2], bias, mask, padding: 1, groups: groups));

    private static OperationCase Volume(string name, Shape x, Shape weight, int groups, int offsetGroups) => Make(
        $"DeformConv3d/{name}", x, weight, offsetGroups, 3, true, true, 0, [.. x.Skip(2).Zip(weight.Skip(2), (size, taps) => size - taps + 1)],
        (t, bias, mask) => t[0].DeformConv3d(t[1], t[2], bias, mask, groups: groups));

    /// <summary>A layer whose offsets are near 0.3 instead of 0, where samples have a kink.</summary>
    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, DeformConvLayer> make) =>
        LayerCase.Of($"DeformConv2d/layer {name}", CaseInput.Uniform("x", input), generator =>
        {
            DeformConvLayer layer = make(generator);
            Tensor weight = layer.OffsetBranch.Weight.Value;
            using Tensor small = Tensor.Uniform(
                weight.Shape, -0.2 * weight.Shape[0] / weight.Shape.Elements, 0.2 * weight.Shape[0] / weight.Shape.Elements, generator, order: MemoryOrder.Filter);
            weight.CopyFrom(small);
            layer.OffsetBranch.Bias!.Value.Fill(0.3);
            return layer;
        });

    private static int[] Sizes(Shape x, Shape weight, Padding2 padding, Pair stride, Pair dilation) =>
    [
        (x[2] + padding.Top + padding.Bottom - dilation.Height * (weight[2] - 1) - 1) / stride.Height + 1,
        (x[3] + padding.Left + padding.Right - dilation.Width * (weight[3] - 1) - 1) / stride.Width + 1,
    ];

    private static OperationCase Make(
        string name, Shape x, Shape weight, int offsetGroups, int axes, bool masked, bool biased, int pitch, int[] outputs,
        Func<IReadOnlyList<Tensor>, Tensor?, Tensor?, Tensor> call)
    {
        int taps = weight.Skip(2).Aggregate(1, (product, size) => product * size);
        Shape mask = [x[0], offsetGroups * taps, .. outputs];
        int Pitch(int channels) => pitch == 0 ? 0 : channels + pitch;
        var inputs = new List<CaseInput>
        {
            CaseInput.Uniform("x", x, pitch: Pitch(x[1])), Offsets(mask.With(1, mask[1] * axes), Pitch(mask[1] * axes)), CaseInput.Uniform("weight", weight, MemoryOrder.Filter),
        };
        int biasAt = -1, maskAt = -1;
        if (biased)
        {
            biasAt = inputs.Count;
            inputs.Add(CaseInput.Uniform("bias", [weight[0]]));
        }
        if (masked)
        {
            maskAt = inputs.Count;
            inputs.Add(CaseInput.Uniform("mask", mask, low: 0, pitch: Pitch(mask[1])));
        }
        double places = (double)x[0] * outputs.Aggregate(1, (product, size) => product * size);
        return new OperationCase
        {
            Name = name,
            Inputs = inputs,
            Call = t => call(t, biasAt < 0 ? null : t[biasAt], maskAt < 0 ? null : t[maskAt]),
            Flops = 2 * places * weight.Elements,
            Bytes = 4 * (x.Elements + weight.Elements + places * (weight[0] + mask[1] * (axes + 1))),
        };
    }

    /// <summary>Offsets up to 2 in either direction, at least a tenth away from whole numbers.</summary>
    private static CaseInput Offsets(Shape shape, int pitch) => new("offset", new Layout(shape, MemoryOrder.ChannelsLast, pitch), (generator, values) =>
    {
        generator.Uniform(values, -2, 2);
        for (int i = 0; i < values.Length; i++) values[i] = Math.Floor(values[i]) + 0.1 + 0.8 * (values[i] - Math.Floor(values[i]));
    });
}
