using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>A view, a pointer into one, or an array: its state space and the register that holds its first address.</summary>
/// <param name="Space">The state space: <c>global</c>, <c>shared</c> or <c>local</c>.</param>
/// <param name="Name">The name of the array in the text.</param>
/// <param name="Base">The register with the address, 32 bits wide in shared memory.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="IsReadOnly">Whether the kernel writes nothing through it: the device sees that no other view of the launch does.</param>
/// <param name="Bytes">The size of an array, 0 of a view.</param>
internal sealed record PtxMemory(string Space, string Name, string Base, IrType Type, bool IsReadOnly, int Bytes)
{
    public IrType AddressType => Space == "shared" ? IrType.U32 : IrType.U64;

    public static bool IsView(IrParameter p) => p.Kind is ParameterKind.View or ParameterKind.Workspace;

    /// <summary>The views and arrays that the statements write, through pointers too.</summary>
    public static HashSet<string> Written(IReadOnlyList<Stmt> body)
    {
        List<Stmt> all = Walk.All(body);
        HashSet<string> written = [.. all.OfType<Store>().Select(s => s.Memory), .. all.OfType<AtomicAdd>().Select(a => a.Memory)];
        foreach (PointerDecl p in all.OfType<PointerDecl>().Where(p => written.Contains(p.Name)).ToList()) written.Add(p.View);
        return written;
    }
}
