using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// A family of kernels with what it has decided for one plan: tiles, blocks, the kernel of a size. Its <c>Of</c> says whether it fits a shape, a direction
/// and a device and is likely faster than the families behind it in the list of <see cref="ConvPlan"/>, which is all that knows it.
/// </summary>
internal abstract class ConvImplementation(ConvPlan plan)
{
    /// <summary>The sizes, the device and what was chosen.</summary>
    protected ConvPlan Plan { get; } = plan;

    /// <summary>
    /// How much further from the exact sums its rounding lies than that of the products added one by one, times the largest bound of all elements; 0 where
    /// each element has a bound of its own.
    /// </summary>
    public virtual double Growth => 0;

    /// <summary>Bytes besides input, filter and output: a packed filter, the workspace of every thread, the sums of slices.</summary>
    public abstract long WorkspaceBytes(ElementType type);

    /// <summary>What runs, in one line.</summary>
    public abstract override string ToString();
}
