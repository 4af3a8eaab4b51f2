namespace IlgpuConv.Ops;

/// <summary>What an <see cref="AdaptiveFieldConv2d"/> chooses between, and how.</summary>
public sealed record AdaptiveFieldOptions
{
    /// <summary>The receptive fields.</summary>
    public IReadOnlyList<FieldBranch> Fields { get; init; } = [new(1), new(3), new(5), new(7)];

    /// <summary>
    /// Whether each image takes one field instead of a mixture: in training by Gumbel-softmax with the straight-through gradient, in inference
    /// the one with the largest logit.
    /// </summary>
    public bool IsHard { get; init; }

    /// <summary>How the shares are found.</summary>
    public FieldRouterOptions Router { get; init; } = new();

    /// <summary>
    /// Whether filters are mixed (true) or the outputs of a convolution for each field (false), which is equal; null for what
    /// <see cref="FieldPlan"/> finds to be less work.
    /// </summary>
    public bool? MixesFilters { get; init; }

    /// <summary>A mixture of kernel sizes.</summary>
    public static AdaptiveFieldOptions Sizes(params int[] kernels) => new() { Fields = [.. kernels.Select(k => new FieldBranch(k))] };

    /// <summary>A mixture of dilations of one kernel size, each with weights of its own.</summary>
    public static AdaptiveFieldOptions Dilations(int kernel, params int[] dilations) =>
        new() { Fields = [.. dilations.Select(d => new FieldBranch(kernel, d))] };
}
