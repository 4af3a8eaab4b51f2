namespace IlgpuConv.Ops;

/// <summary>How a <see cref="GeneratedConvLayer"/> generates its filters.</summary>
public sealed record GeneratedConvOptions
{
    /// <summary>The way from the image to the filters.</summary>
    public FilterVariant Variant { get; init; } = FilterVariant.GapLinear;

    /// <summary>
    /// Features between the two layers of the generator. Null: a quarter of the input channels but at least 4 for
    /// <see cref="FilterVariant.GapMlp"/>, no hidden layer for the others; <see cref="FilterVariant.GapLinear"/> has none.
    /// </summary>
    public int? Hidden { get; init; }

    /// <summary>Whether the generator's last layer has a bias. Null: yes, but no in <see cref="FilterVariant.Residual"/>, whose W0 is one.</summary>
    public bool? HasGeneratorBias { get; init; }

    /// <summary>Whether each image's bias is generated too, by a linear map of the generator's features that starts at 0.</summary>
    public bool GeneratesBias { get; init; }

    /// <summary>What is done to the filters before they are applied.</summary>
    public FilterNormalisation Norm { get; init; }

    /// <summary>What is added to the square of a filter's norm.</summary>
    public double NormEpsilon { get; init; } = 1e-8;

    /// <summary>The factor of the generated part in <see cref="FilterVariant.Residual"/>.</summary>
    public double ResidualScale { get; init; } = 1;

    /// <summary>
    /// The expected square of the pooled input. The last layer starts with the deviation <c>√(2 / fan) / √(square · features)</c>, so that
    /// generated filters have the deviation of He's rule.
    /// </summary>
    public double ExpectedSquare { get; init; } = 1;
}
