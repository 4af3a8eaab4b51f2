namespace IlgpuConv.Ops;

/// <content>The tile sizes, positions x vectors of channels: accumulators, weights and one broadcast value within the registers.</content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void Gather6x4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 6, 4, 4);

    // The last of four vectors of weights is read where it is multiplied: with all four in registers this would be one too many.
    [Kernel]
    internal static void Gather7x4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 7, 4, 3);

    [Kernel]
    internal static void Gather4x4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 4, 4, 4);

    [Kernel]
    internal static void Gather7x3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 7, 3, 3);

    [Kernel]
    internal static void Gather14x2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 14, 2, 2);

    [Kernel]
    internal static void Gather8x2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 8, 2, 2);

    [Kernel]
    internal static void Gather6x2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 6, 2, 2);

    [Kernel]
    internal static void Gather4x2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 4, 2, 2);

    [Kernel]
    internal static void Gather14x1(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 14, 1, 1);

    [Kernel]
    internal static void Gather8x1(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 8, 1, 1);

    [Kernel]
    internal static void Gather1x4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, GatherArgs a) =>
        Gather(x, w, bias, start, y, a, 1, 4, 4);
}
