using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Parts of a tensor.</summary>
public static class SliceMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Elements <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> - 1 along <paramref name="axis"/>.
        /// Slices of channels (the contiguous axis) and of the batch are views; others are copies.
        /// </summary>
        /// <exception cref="ArgumentException">The range leaves the axis.</exception>
        public Tensor Slice(int axis, int start, int length)
        {
            int at = x.Shape.Axis(axis);
            if (start < 0 || length < 0 || start > x.Shape[at] - length)
                throw new ArgumentException($"[slice] the range must lie within the axis. Got start {start} and length {length} along axis {at} of {x.Shape}.");
            return new SliceOperation(at, start, length).Apply(x);
        }
    }
}
