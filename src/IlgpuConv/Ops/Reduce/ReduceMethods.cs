using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Sums, means, and their opposite. The order of the additions depends on the shape only: the same bits on every run.</summary>
public static class ReduceMethods
{
    extension(Tensor x)
    {
        /// <summary>The sum over <paramref name="axes"/>, or over all.</summary>
        /// <param name="axes">The axes, or null for all.</param>
        /// <param name="keepAxes">Whether they stay with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor Sum(int[]? axes = null, bool keepAxes = false) => Reduce(x, axes, keepAxes, isMean: false);

        /// <summary>The mean over <paramref name="axes"/>, or over all.</summary>
        /// <param name="axes">The axes, or null for all.</param>
        /// <param name="keepAxes">Whether they stay with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor Mean(int[]? axes = null, bool keepAxes = false) => Reduce(x, axes, keepAxes, isMean: true);

        /// <summary>The sum over the axes along which <paramref name="shape"/> would be repeated to become this one's: the gradient of broadcasting.</summary>
        /// <exception cref="ArgumentException"><paramref name="shape"/> cannot be broadcast to this tensor's shape.</exception>
        public Tensor SumTo(Shape shape)
        {
            ArgumentNullException.ThrowIfNull(shape);
            if (shape == x.Shape) return x.Alias();
            if (Pointwise.BroadcastShape("sum", x.Shape, shape) != x.Shape)
                throw new ArgumentException($"[sum] the shape must be one that is broadcast to the tensor's. Got {shape} for {x}.", nameof(shape));
            int missing = x.Shape.Rank - shape.Rank;
            bool[] isReduced = [.. x.Shape.Select((size, axis) => axis < missing || (shape[axis - missing] == 1 && size != 1))];
            return new SumOperation(isReduced, 1).Apply(x).Reshape(shape);
        }

        /// <summary>Repeats axes of size 1 until the tensor has <paramref name="shape"/>.</summary>
        /// <exception cref="ArgumentException">Another size would have to change.</exception>
        public Tensor Expand(Shape shape) => shape == x.Shape ? x.Alias() : new ExpandOperation(shape).Apply(x);
    }

    private static Tensor Reduce(Tensor x, int[]? axes, bool keepAxes, bool isMean)
    {
        var isReduced = new bool[x.Shape.Rank];
        foreach (int axis in axes ?? [.. Enumerable.Range(0, x.Shape.Rank)]) isReduced[x.Shape.Axis(axis)] = true;
        long count = x.Shape.Where((_, axis) => isReduced[axis]).Aggregate(1L, (product, size) => product * size);
        Tensor y = new SumOperation(isReduced, isMean ? 1.0 / count : 1).Apply(x);
        if (keepAxes) return y;
        int[] left = [.. x.Shape.Where((_, axis) => !isReduced[axis])];
        return y.Reshape(left);
    }
}
