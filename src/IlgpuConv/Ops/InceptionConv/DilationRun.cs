namespace IlgpuConv.Ops;

/// <summary>Neighbouring output channels with one dilation.</summary>
/// <param name="Dilation">Input positions from one tap to the next along height and width.</param>
/// <param name="Channels">How many channels.</param>
public readonly record struct DilationRun(Pair Dilation, int Channels);
