namespace IlgpuConv.KernelCompiler.Frontend;

/// <summary>Leaves a statement that cannot be lowered; the diagnostic is already recorded.</summary>
internal sealed class LoweringException : Exception;
