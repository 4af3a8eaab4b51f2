using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>What one operation of a network costs, for the batch that ran.</summary>
/// <param name="Layer">The layer's name, such as <c>layer1.0.conv1</c>; of operations between layers the module around them.</param>
/// <param name="Kind">The layer's type, such as <c>Conv2d</c>.</param>
/// <param name="Operation">The operation, such as <c>conv</c>.</param>
/// <param name="Output">The shape of what it gives.</param>
/// <param name="MultiplyAdds">Multiply-adds of sums over many terms; of a convolution <c>N H' W' O (I / groups) k²</c>.</param>
/// <param name="Flops">Twice that, and one for each element that a bias is added to.</param>
/// <param name="Parameters">Numbers that it learns, each counted where it is used first.</param>
/// <param name="ActivationBytes">The output; 0 where it is a view of an input.</param>
/// <param name="MovedBytes">Inputs, weights and output, each once: the least that memory moves; 0 for a view.</param>
/// <param name="ColumnBytes">The matrix that im2col would write, <c>N I k² H' W'</c> elements; nothing here writes it.</param>
/// <param name="SavedBytes">What is kept for the backward in training and that no operation before kept, parameters left out.</param>
public sealed record OperationCost(
    string Layer, string Kind, string Operation, Shape Output, double MultiplyAdds, double Flops, long Parameters, long ActivationBytes, long MovedBytes,
    double ColumnBytes, long SavedBytes)
{
    /// <summary>Operations for each byte that moves; 0 where nothing moves.</summary>
    public double Intensity => MovedBytes == 0 ? 0 : Flops / MovedBytes;
}
