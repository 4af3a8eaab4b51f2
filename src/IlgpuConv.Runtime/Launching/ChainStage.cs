namespace IlgpuConv.Runtime;

/// <summary>One kernel of a chain with its arguments: the grid is that of one block, and <c>Grid.IdxZ</c> is the block.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Grid">Lanes along x and groups along y of one block; z is not used.</param>
/// <param name="Arguments">The argument block; the workspace view in it is filled in by the device.</param>
public sealed record ChainStage(Kernel Kernel, LaunchGrid Grid, byte[] Arguments)
{
    /// <summary>What must stay alive as long as the stage: the buffers whose handles are in the argument block.</summary>
    public object? Keeps { get; init; }
}
