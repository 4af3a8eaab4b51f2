using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a normalisation of <c>[N, C, ...]</c> by channels or groups of channels: computed and checked here and nowhere else.
/// </summary>
/// <param name="Area">The operation's name in messages.</param>
/// <param name="Input">The shape of input and output.</param>
/// <param name="Samples">How often statistics are taken: 1 over the whole batch, else once for each image.</param>
/// <param name="Rows">Values of a channel in a sample.</param>
/// <param name="GroupChannels">Channels that share their statistics.</param>
internal sealed record NormShape(string Area, Shape Input, int Samples, int Rows, int GroupChannels)
{
    // A slice's part of a vector of channels lies in the first-level cache when its deviations are summed after its mean.
    private const int LeastSliceRows = 256;
    private const int MostSlices = 2048;

    /// <summary>The number of channels.</summary>
    public int Channels => Input[1];

    /// <summary>The number of groups of channels.</summary>
    public int Groups => Channels / Math.Max(1, GroupChannels);

    /// <summary>Values of a channel that one group reduces; it depends on the shape only, and so do all bits of the result.</summary>
    public int SliceRows => Math.Max(LeastSliceRows, (Rows + MostSlices - 1) / MostSlices);

    /// <summary>The number of slices of a sample.</summary>
    public int Slices => (Rows + SliceRows - 1) / SliceRows;

    /// <summary>The axes along which a channel's values lie: with the batch, or without.</summary>
    public int[] Axes => [.. Enumerable.Range(0, Input.Rank).Where(axis => axis > 1 || (axis == 0 && Samples == 1))];

    /// <summary>Statistics over the batch.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static NormShape Batch(Shape input, bool isTraining, params ReadOnlySpan<(string Name, Tensor? Value)> perChannel)
    {
        CheckPerChannel("batchnorm", input, perChannel);
        int rows = checked((int)(input.Elements / Math.Max(1, input[1])));
        if (isTraining && rows < 2)
            throw new ArgumentException($"[batchnorm] training needs more than one value per channel. Got {input}, which has {rows}.", nameof(input));
        return new NormShape("batchnorm", input, 1, rows, 1);
    }

    /// <summary>Statistics of each channel of each image.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static NormShape Instance(Shape input, params ReadOnlySpan<(string Name, Tensor? Value)> perChannel)
    {
        CheckPerChannel("instancenorm", input, perChannel);
        NormShape shape = Each("instancenorm", input, 1);
        if (shape.Rows < 2)
            throw new ArgumentException($"[instancenorm] an image needs more than one value per channel. Got {input}, which has {shape.Rows}.", nameof(input));
        return shape;
    }

    /// <summary>Statistics of each of a number of groups of channels, of each image.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static NormShape Group(string area, Shape input, int groups, params ReadOnlySpan<(string Name, Tensor? Value)> perChannel)
    {
        CheckPerChannel(area, input, perChannel);
        if (groups < 1 || input[1] % groups != 0)
            throw new ArgumentException($"[{area}] the groups must be at least 1 and divide the channels. Got groups {groups} for input {input}.", nameof(groups));
        return Each(area, input, input[1] / groups);
    }

    private static NormShape Each(string area, Shape input, int groupChannels)
    {
        long rows = 1;
        for (int axis = 2; axis < input.Rank; axis++) rows = checked(rows * input[axis]);
        return new NormShape(area, input, input[0], checked((int)rows), groupChannels);
    }

    private static void CheckPerChannel(string area, Shape input, ReadOnlySpan<(string Name, Tensor? Value)> perChannel)
    {
        if (input.Rank < 2) throw new ArgumentException($"[{area}] the input must be [N, C] or [N, C, ...]. Got {input}.", nameof(input));
        int channels = input[1];
        foreach ((string name, Tensor? value) in perChannel)
        {
            if (value is not null && (value.Shape.Rank != 1 || value.Shape[0] != channels))
                throw new ArgumentException($"[{area}] {name} must have one value per channel, [{channels}]. Got {name} {value.Shape} for input {input}.", name);
        }
    }
}
