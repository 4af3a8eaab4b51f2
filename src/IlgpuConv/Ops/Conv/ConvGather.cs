namespace IlgpuConv.Ops;

/// <summary>A family that makes a forward or an input gradient: every destination element gathers its own sum.</summary>
internal abstract class ConvGather(ConvPlan plan) : ConvImplementation(plan)
{
    /// <summary>Whether it does all that follows the sums: in registers, or in a pass over the grid of its kernel.</summary>
    public virtual bool Finishes(ConvTail tail) => !tail.HasPass(adds: false);

    /// <summary>Fills the result, which has elements.</summary>
    public abstract void Run(in GatherCall call);
}
