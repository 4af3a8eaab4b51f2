using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Tensors side by side.</summary>
public static class ConcatMethods
{
    extension(Tensor)
    {
        /// <summary>The tensors one after the other along <paramref name="axis"/>; for images axis 1 joins channels.</summary>
        /// <exception cref="ArgumentException">There is no tensor, or types or other sizes differ.</exception>
        public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            if (tensors.Length == 0) throw new ArgumentException("[concat] there must be at least one tensor. Got none.", nameof(tensors));
            return new ConcatOperation(tensors[0].Shape.Axis(axis)).Apply(tensors!);
        }
    }
}
