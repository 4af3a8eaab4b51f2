namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>
/// One kernel between the generator's steps: plain values, equal when nothing that matters changed. The IR travels as its text.
/// </summary>
internal sealed record KernelModel(
    string Namespace, string Class, string Accessibility, string Method, string Ir, string TwinIr, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>Whether the kernel has a double twin.</summary>
    public bool HasTwin => TwinIr.Length > 0;

    /// <summary>Whether the kernel is compiled against ILGPU: then it gets the forms of the bridge, and no launch.</summary>
    public bool IsForIlgpu { get; init; }

    /// <summary>Whether the text has arrays of a lane's own, which ILGPU keeps in slow memory.</summary>
    public bool HasPrivateArrays { get; init; }
}
