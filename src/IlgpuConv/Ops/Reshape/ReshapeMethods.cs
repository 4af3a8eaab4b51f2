using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Other shapes and orders of the same elements.</summary>
public static class ReshapeMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The elements in logical order under another shape. It is free where no element has to move (no channel axis is merged with
        /// another); elsewhere it is a copy that <c>OrderConversions</c> counts.
        /// </summary>
        /// <exception cref="ArgumentException">The number of elements differs.</exception>
        public Tensor Reshape(Shape shape) => shape == x.Shape ? x.Alias() : new ReshapeOperation(shape).Apply(x);

        /// <summary>Merges the axes from <paramref name="startAxis"/> on.</summary>
        public Tensor Flatten(int startAxis = 1)
        {
            int start = x.Shape.Axis(startAxis);
            long size = 1;
            for (int axis = start; axis < x.Shape.Rank; axis++) size *= x.Shape[axis];
            return x.Reshape([.. x.Shape.Take(start), checked((int)size)]);
        }

        /// <summary>
        /// Merges all axes after the first in the order of memory: <c>[N, C, H, W]</c>, channels-last, becomes <c>[N, H W C]</c>, and a
        /// weight <c>[O, C, H, W]</c> in filter order <c>[O, H W C]</c>. No element moves, so a linear layer after it permutes nothing.
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is row-major with more than two axes, or per-sample filters.</exception>
        public Tensor FlattenSpatialFirst()
        {
            if (x.Shape.Rank <= 2) return x.Alias();
            if (x.Order is not (MemoryOrder.ChannelsLast or MemoryOrder.Filter))
                throw new ArgumentException($"[reshape] only channels-last tensors and filters are flattened spatial-first. Got {x}.");
            Shape shape = [x.Shape[0], checked((int)(x.Shape.Elements / Math.Max(1, x.Shape[0])))];
            return new SpatialFirstOperation(shape, x.Order).Apply(x);
        }

        /// <summary>This tensor where it is in <paramref name="order"/> (with any pitch), else a dense, counted copy.</summary>
        public Tensor InOrder(MemoryOrder order) =>
            new Layout(x.Shape, order).Order == x.Order ? x.Alias() : new OrderOperation(order).Apply(x);

        /// <summary>This tensor where it is dense, else a dense copy in the same order.</summary>
        public Tensor Contiguous() => x.Layout.IsDense ? x.Alias() : new OrderOperation(x.Order).Apply(x);

        /// <summary>Copies so far, in the whole process, that changed an order in memory on a device.</summary>
        public static long OrderConversions => TensorCopy.Conversions;
    }
}
