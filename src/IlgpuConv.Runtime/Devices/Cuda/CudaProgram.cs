using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>A kernel that the driver has compiled for one device, and how its arguments lie in an argument block.</summary>
internal sealed class CudaProgram
{
    private readonly bool[] _isWritten;

    public CudaProgram(Kernel kernel, int lanes, nint function)
    {
        (Kernel, Lanes, Function) = (kernel, lanes, function);
        KernelParameter[] views = [.. kernel.Parameters.Where(parameter => parameter.View is not null)];
        ViewOffsets = Array.ConvertAll(views, view => view.ByteOffset);
        Workspaces = [.. views.Where(view => view.IsWorkspace).Select(view => new Workspace(view.ByteOffset, view.View!.Value.Size()))];
        _isWritten = [.. views.Select((_, index) => (kernel.Code.WrittenViews >> Math.Min(index, 63) & 1) != 0)];
    }

    /// <summary>What was compiled.</summary>
    public Kernel Kernel { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>The driver's kernel, a <c>CUfunction</c>; its views that are only read go through the read-only cache.</summary>
    public nint Function { get; }

    /// <summary>The kernel without the read-only cache, for launches that write a buffer which they also read through another view.</summary>
    public nint Plain { get; set; }

    /// <summary>Where the views lie in an argument block, in the order of the parameters.</summary>
    public int[] ViewOffsets { get; }

    /// <summary>The views of a chain's workspace.</summary>
    public Workspace[] Workspaces { get; }

    /// <summary>Whether a launch writes a buffer that it also reads through a view which the kernel does not write.</summary>
    public unsafe bool Overlaps(byte* arguments)
    {
        for (int i = 0; i < ViewOffsets.Length; i++)
        {
            if (!_isWritten[i]) continue;
            nint written = *(nint*)(arguments + ViewOffsets[i]);
            for (int k = 0; k < ViewOffsets.Length; k++)
                if (!_isWritten[k] && *(nint*)(arguments + ViewOffsets[k]) == written) return true;
        }
        return false;
    }

    /// <summary>A view of a chain's workspace.</summary>
    /// <param name="Offset">Where it lies in the argument block.</param>
    /// <param name="ElementBytes">Bytes of an element.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Workspace(int Offset, int ElementBytes);
}
