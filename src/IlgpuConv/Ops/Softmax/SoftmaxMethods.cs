using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Probabilities along an axis.</summary>
public static class SoftmaxMethods
{
    extension(Tensor x)
    {
        /// <summary><c>exp(x) / Σ exp(x)</c> along <paramref name="axis"/>, computed from the largest element.</summary>
        /// <exception cref="ArgumentException">The tensor has no axis or is not floating-point, or no order makes the axis contiguous.</exception>
        public Tensor Softmax(int axis = 1) => new SoftmaxOperation().Apply(Contiguous(x, axis));

        /// <summary><c>x - log Σ exp(x)</c> along <paramref name="axis"/>.</summary>
        /// <exception cref="ArgumentException">The tensor has no axis or is not floating-point, or no order makes the axis contiguous.</exception>
        public Tensor LogSoftmax(int axis = 1) => new LogSoftmaxOperation().Apply(Contiguous(x, axis));
    }

    private static Tensor Contiguous(Tensor x, int axis)
    {
        Pointwise.CheckFloating("softmax", x);
        int at = x.Shape.Axis(axis);
        foreach (MemoryOrder order in (MemoryOrder[])[x.Order, MemoryOrder.RowMajor, MemoryOrder.ChannelsLast, MemoryOrder.Filter])
            if (new Layout(x.Shape, order).ContiguousAxis == at) return x.InOrder(order);
        throw new ArgumentException($"[softmax] the axis must be the first, the second (channels) or the last. Got axis {axis} of {x}.", nameof(axis));
    }
}
