using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of a batch normalisation of <c>[N, C, ...]</c>: computed and checked here and nowhere else.</summary>
/// <param name="Input">The shape of input and output.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Rows">Values per channel.</param>
/// <param name="SliceRows">Values per channel that one group reduces; it depends on the shape only, and so do all bits of the result.</param>
internal sealed record BatchNormShape(Shape Input, int Channels, int Rows, int SliceRows)
{
    // A slice's part of a vector of channels lies in the first-level cache when its deviations are summed after its mean.
    private const int LeastSliceRows = 256;
    private const int MostSlices = 2048;

    /// <summary>The number of slices.</summary>
    public int Slices => (Rows + SliceRows - 1) / SliceRows;

    /// <summary>Computes and checks the sizes.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static BatchNormShape Of(Shape input, bool isTraining, params ReadOnlySpan<(string Name, Tensor? Value)> perChannel)
    {
        if (input.Rank < 2) throw new ArgumentException($"[batchnorm] the input must be [N, C] or [N, C, ...]. Got {input}.", nameof(input));
        int channels = input[1];
        foreach ((string name, Tensor? value) in perChannel)
        {
            if (value is not null && (value.Shape.Rank != 1 || value.Shape[0] != channels))
                throw new ArgumentException($"[batchnorm] {name} must have one value per channel, [{channels}]. Got {name} {value.Shape} for input {input}.", name);
        }
        int rows = checked((int)(input.Elements / Math.Max(1, channels)));
        if (isTraining && rows < 2)
            throw new ArgumentException($"[batchnorm] training needs more than one value per channel. Got {input}, which has {rows}.", nameof(input));
        int sliceRows = Math.Max(LeastSliceRows, (rows + MostSlices - 1) / MostSlices);
        return new BatchNormShape(input, channels, rows, sliceRows);
    }
}
