namespace IlgpuConv.Runtime;

/// <summary>One lane of one group on the <c>reference</c> device, as the compiled scalar form of a kernel sees it.</summary>
public abstract unsafe class ReferenceLane
{
    /// <summary>The group's index along x.</summary>
    public int GridX { get; set; }

    /// <summary>The group's index along y.</summary>
    public int GridY { get; set; }

    /// <summary>The group's index along z.</summary>
    public int GridZ { get; set; }

    /// <summary>Groups along x.</summary>
    public int GridDimX { get; set; }

    /// <summary>Groups along y.</summary>
    public int GridDimY { get; set; }

    /// <summary>Groups along z.</summary>
    public int GridDimZ { get; set; }

    /// <summary>The lane, from 0.</summary>
    public int Lane { get; set; }

    /// <summary>Lanes of the group.</summary>
    public int LaneCount { get; set; }

    /// <summary>Waits for the other lanes of the group.</summary>
    public abstract void Barrier();

    /// <summary>The group's shared memory number <paramref name="slot"/>, the same for all of its lanes.</summary>
    public abstract byte* Shared(int slot, int bytes);

    /// <summary>Ends the launch: an access outside a view or array.</summary>
    /// <param name="what">The view or array, as the kernel names it.</param>
    /// <param name="index">The index asked for.</param>
    /// <param name="length">The number of elements.</param>
    public abstract void OutOfRange(string what, long index, long length);
}
