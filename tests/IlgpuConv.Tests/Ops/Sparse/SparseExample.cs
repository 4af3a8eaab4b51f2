using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

/// <summary>Random sites, sizes and movement, and what dense convolution makes of them.</summary>
internal sealed class SparseExample
{
    private readonly Random _random;

    public SparseExample(int seed, bool isOdd = false, bool isTransposed = false)
    {
        _random = new Random(seed);
        Rank = _random.Next(2, 4);
        Groups = _random.Next(3) == 0 ? 2 : 1;
        (In, Out) = (Groups * _random.Next(1, 4), Groups * _random.Next(1, 4));
        Batch = _random.Next(1, 3);
        Spatial = Axes(() => _random.Next(3, Rank == 2 ? 9 : 7));
        Kernel = Axes(() => isOdd ? 2 * _random.Next(0, 3) + 1 : _random.Next(1, 4));
        Stride = Axes(() => _random.Next(1, 4));
        Dilation = Axes(() => _random.Next(1, 3));
        Low = Axes(() => _random.Next(-1, 4));
        High = Axes(() => _random.Next(-1, 4));
        if (isOdd || isTransposed) (Low, High) = (Axes(() => 0), Axes(() => 0));
        for (int a = 0; a < Rank && !isTransposed; a++)
        {
            // The filter must fit.
            if (!isOdd && Spatial[a] + Low[a] + High[a] < Dilation[a] * (Kernel[a] - 1) + 1) (Low[a], High[a]) = (Dilation[a] * Kernel[a], Low[a] + 1);
        }
        int places = Spatial.Aggregate(Batch, (n, size) => n * size);
        double density = _random.Next(5) switch { 0 => 0, 1 => 1, _ => _random.NextDouble() };
        Coordinates = [.. Enumerable.Range(0, places).Where(_ => _random.NextDouble() < density).SelectMany(Place)];
    }

    public int Rank { get; }

    public int Groups { get; }

    public int In { get; }

    public int Out { get; }

    public int Batch { get; }

    public int[] Spatial { get; }

    public int[] Kernel { get; }

    public int[] Stride { get; }

    public int[] Dilation { get; }

    public int[] Low { get; }

    public int[] High { get; }

    public int[] Coordinates { get; }

    public int Count => Coordinates.Length / (Rank + 1);

    public Triple Triple(int[] axes, int depth = 1) => Rank == 2 ? (depth, axes[0], axes[1]) : (axes[0], axes[1], axes[2]);

    public SparseTensor Input(Tensor features) => SparseTensor.Of(features, Coordinates, Spatial, Batch);

    public Tensor Random(Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast)
    {
        Tensor result = Tensor.FromDoubles(
            [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => _random.NextDouble() * 2 - 1)], shape, ElementType.Float64, order: order);
        result.RequiresGrad = true;
        return result;
    }

    public SparseTensor Convolve(SparseTensor x, Tensor w, Tensor b) => Rank == 2
        ? x.SparseConv2d(w, b, (Stride[0], Stride[1]), ((Low[0], High[0]), (Low[1], High[1])), (Dilation[0], Dilation[1]), Groups)
        : x.SparseConv3d(w, b, Triple(Stride), Sides(), Triple(Dilation), Groups);

    public Tensor Convolve(Tensor x, Tensor w, Tensor b, bool isSame) => Rank == 2
        ? x.Conv2d(
            w, b, isSame ? 1 : (Stride[0], Stride[1]), isSame ? PaddingRule.Same : ((Low[0], High[0]), (Low[1], High[1])), (Dilation[0], Dilation[1]), Groups)
        : x.Conv3d(w, b, isSame ? 1 : Triple(Stride), isSame ? PaddingRule.Same : Sides(), Triple(Dilation), Groups);

    public SparseTensor Transpose(SparseTensor x, Tensor w, Tensor b) => Rank == 2
        ? x.SparseConvTranspose2d(w, b, (Stride[0], Stride[1]), dilation: (Dilation[0], Dilation[1]), groups: Groups)
        : x.SparseConvTranspose3d(w, b, Triple(Stride), dilation: Triple(Dilation), groups: Groups);

    public Tensor Transpose(Tensor x, Tensor w, Tensor b) => Rank == 2
        ? x.ConvTranspose2d(w, b, (Stride[0], Stride[1]), dilation: (Dilation[0], Dilation[1]), groups: Groups)
        : x.ConvTranspose3d(w, b, Triple(Stride), dilation: Triple(Dilation), groups: Groups);

    /// <summary>A dense tensor of ones at sites, with a channel.</summary>
    public static Tensor Mask(SparseSites sites) =>
        new SparseTensor(sites, Tensor.Full([sites.Count, 1], 1, ElementType.Float64)).ToDense();

    /// <summary>The output as a dense tensor, and the gradients of its product with a fixed random tensor by the leaves.</summary>
    public static double[][] Run(Tensor dense, Tensor[] leaves)
    {
        var random = new Random(5);
        Tensor dy = Tensor.FromDoubles(
            [.. Enumerable.Range(0, (int)dense.Shape.Elements).Select(_ => random.NextDouble() - 0.5)], dense.Shape, ElementType.Float64, order: dense.Order);
        return [dense.ToDoubles(), .. Gradients.Of(dense, leaves, gradient: dy).Select(g => g.ToDoubles())];
    }

    public override string ToString() =>
        $"{Count} sites of {Batch} x [{string.Join(", ", Spatial)}], {In} to {Out} channels in {Groups} groups, kernel [{string.Join(", ", Kernel)}], " +
        $"stride [{string.Join(", ", Stride)}], low [{string.Join(", ", Low)}], high [{string.Join(", ", High)}], dilation [{string.Join(", ", Dilation)}]";

    private Padding3 Sides() => ((Low[0], High[0]), (Low[1], High[1]), (Low[2], High[2]));

    private int[] Axes(Func<int> draw) => [.. Enumerable.Range(0, Rank).Select(_ => draw())];

    private int[] Place(int number)
    {
        var place = new int[Rank + 1];
        for (int axis = Rank; axis > 0; axis--) (number, place[axis]) = Math.DivRem(number, Spatial[axis - 1]);
        place[0] = number;
        return place;
    }
}
