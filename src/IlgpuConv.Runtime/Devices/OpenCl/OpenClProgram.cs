using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>A kernel that the driver has compiled for one device, and how its arguments lie in an argument block.</summary>
internal sealed class OpenClProgram
{
    private readonly OpenClLibrary _cl;
    private nint _program;

    public OpenClProgram(OpenClLibrary cl, Kernel kernel, int lanes, nint program, nint handle)
    {
        (_cl, Kernel, Lanes, _program, Handle) = (cl, kernel, lanes, program, handle);
        KernelParameter[] views = [.. kernel.Parameters.Where(parameter => parameter.View is not null)];
        ViewOffsets = Array.ConvertAll(views, view => view.ByteOffset);
        Workspaces = [.. views.Where(view => view.IsWorkspace).Select(view => new Workspace(view.ByteOffset, view.View!.Value.Size()))];
    }

    /// <summary>What was compiled.</summary>
    public Kernel Kernel { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>The driver's kernel, a <c>cl_kernel</c>.</summary>
    public nint Handle { get; private set; }

    /// <summary>Where the views lie in an argument block, in the order of the parameters.</summary>
    public int[] ViewOffsets { get; }

    /// <summary>The views of a chain's workspace.</summary>
    public Workspace[] Workspaces { get; }

    /// <summary>Gives the program back to the driver.</summary>
    public unsafe void Release()
    {
        if (Handle == 0) return;
        _cl.ReleaseKernel(Handle);
        _cl.ReleaseProgram(_program);
        (Handle, _program) = (0, 0);
    }

    /// <summary>A view of a chain's workspace.</summary>
    /// <param name="Offset">Where it lies in the argument block.</param>
    /// <param name="ElementBytes">Bytes of an element.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Workspace(int Offset, int ElementBytes);
}
