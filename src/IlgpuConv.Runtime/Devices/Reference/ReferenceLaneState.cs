namespace IlgpuConv.Runtime;

/// <summary>One lane of the running group.</summary>
internal sealed unsafe class ReferenceLaneState(ReferenceGroup group) : ReferenceLane
{
    /// <summary>The thread that the lane runs on when lanes take turns.</summary>
    public ReferenceThread? Thread { get; set; }

    public override void Barrier()
    {
        if (group.Kernel.UsesBarrier && LaneCount > 1) Thread!.EndTurn();
    }

    public override byte* Shared(int slot, int bytes) => group.Shared(slot, bytes);

    public override void OutOfRange(string what, long index, long length) => throw new KernelFaultException(
        $"[kernel] an index must lie within '{what}'. Got index {index} of {length} elements in {group.Kernel.Name}, " +
        $"group ({GridX}, {GridY}, {GridZ}), lane {Lane} of {LaneCount}.");

    /// <summary>Runs the kernel for this lane, and returns what went wrong.</summary>
    public Exception? Run()
    {
        try
        {
            group.Kernel.Code.Scalar(group.Arguments, this);
            return null;
        }
        catch (KernelFaultException fault)
        {
            return fault;
        }
        catch (ReferenceThread.AbortedException)
        {
            return null;
        }
        catch (Exception cause)
        {
            return new KernelFaultException(
                $"[kernel] a kernel must not fail. Got \"{cause.Message}\" in {group.Kernel.Name}, " +
                $"group ({GridX}, {GridY}, {GridZ}), lane {Lane} of {LaneCount}.",
                cause);
        }
    }
}
