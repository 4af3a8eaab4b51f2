using IlgpuConv.Modules;

namespace IlgpuConv.Analysis;

/// <summary>What a search for dilations made.</summary>
/// <param name="Network">The network with Inception convolutions in place of the large ones, whose taps it keeps.</param>
/// <param name="Layers">What was chosen, layer by layer.</param>
public sealed record DilationSearchResult(Sequential Network, IReadOnlyList<LayerDilations> Layers);
