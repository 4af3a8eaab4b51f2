using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The rectifier.</summary>
public static class ReluMethods
{
    extension(Tensor x)
    {
        /// <summary><c>max(x, 0)</c>; its derivative at 0 is 0.</summary>
        public Tensor Relu() => new ReluOperation().Apply(x);
    }
}
