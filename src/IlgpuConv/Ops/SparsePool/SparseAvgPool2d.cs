namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.SparseAvgPool2d</c>.</summary>
/// <param name="kernel">The window's height and width.</param>
/// <param name="stride">From one window to the next; null for the kernel's size.</param>
/// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
/// <param name="countInactive">Whether places without a site count, as zeros.</param>
public sealed class SparseAvgPool2d(Pair kernel, Pair? stride = null, Padding2? padding = null, bool countInactive = false) : SparseModule
{
    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SparseAvgPool2d(kernel, stride, padding, countInactive);
    }
}
