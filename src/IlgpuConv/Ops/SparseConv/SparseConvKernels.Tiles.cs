namespace IlgpuConv.Ops;

/// <content>The tile sizes, pairs x vectors of channels: accumulators, weights and one broadcast value within the registers.</content>
internal static partial class SparseConvKernels
{
    [Kernel]
    internal static void Gather6x4(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 6, 4);

    [Kernel]
    internal static void Gather4x4(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 4, 4);

    [Kernel]
    internal static void Gather7x3(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 7, 3);

    [Kernel]
    internal static void Gather12x2(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 12, 2);

    [Kernel]
    internal static void Gather6x2(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 6, 2);

    [Kernel]
    internal static void Gather4x2(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 4, 2);

    [Kernel]
    internal static void Gather14x1(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 14, 1);

    [Kernel]
    internal static void Gather8x1(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, SparseConvArgs a) => Gather(x, w, bias, sources, destinations, bounds, y, a, 8, 1);
}
