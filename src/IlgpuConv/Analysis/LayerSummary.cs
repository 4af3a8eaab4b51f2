using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>One line of a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">The name in the network, such as <c>features.0</c>.</param>
/// <param name="Kind">The layer's type.</param>
/// <param name="Output">The shape of what it gives.</param>
/// <param name="Parameters">The numbers that it learns.</param>
public sealed record LayerSummary(string Name, string Kind, Shape Output, long Parameters);
