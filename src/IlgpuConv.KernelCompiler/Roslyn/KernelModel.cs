namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>
/// One kernel between the generator's steps: plain values, equal when nothing that matters changed. The IR travels as its text.
/// </summary>
internal sealed record KernelModel(
    string Namespace, string Class, string Accessibility, string Method, string Ir, string TwinIr, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>Whether the kernel has a double twin.</summary>
    public bool HasTwin => TwinIr.Length > 0;
}
