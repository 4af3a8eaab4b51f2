using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>A piece of a network whose input and output are sparse.</summary>
public abstract class SparseModule : Module
{
    /// <summary>Computes the output of the module.</summary>
    public abstract SparseTensor Forward(SparseTensor input);

    /// <summary>
    /// The same of a dense tensor <c>[N, C, (D,) H, W]</c>: places where some channel is not zero are its sites, and the output is dense again,
    /// zero where there is no site.
    /// </summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        return scope.Keep(Forward(input.ToSparse()).ToDense());
    }
}
