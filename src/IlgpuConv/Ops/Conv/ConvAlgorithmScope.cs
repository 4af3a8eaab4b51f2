namespace IlgpuConv.Ops;

/// <summary>
/// While it lives, convolutions of this flow of the program use one algorithm, and so do their gradients whenever these run.
/// <c>ConvAlgorithm.Direct</c> is the strict choice: no sum is rounded further than that of its products.
/// </summary>
/// <example><code>using (new ConvAlgorithmScope(ConvAlgorithm.Direct)) { y = model.Forward(x); }</code></example>
public sealed class ConvAlgorithmScope : IDisposable
{
    private static readonly AsyncLocal<ConvAlgorithm> s_current = new();

    private readonly ConvAlgorithm _outer;

    /// <summary>Begins the scope.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enumeration.</exception>
    public ConvAlgorithmScope(ConvAlgorithm algorithm)
    {
        if (!Enum.IsDefined(algorithm))
        {
            throw new ArgumentOutOfRangeException(
                nameof(algorithm), $"[conv] the algorithm must be Planned, Direct, Winograd2 or Winograd4. Got {algorithm}.");
        }
        _outer = Current;
        Set(algorithm);
    }

    /// <summary>The algorithm of this flow.</summary>
    public static ConvAlgorithm Current => s_current.Value;

    /// <summary>Ends the scope.</summary>
    public void Dispose() => Set(_outer);

    private static void Set(ConvAlgorithm algorithm)
    {
        if (s_current.Value != algorithm) s_current.Value = algorithm;
    }
}
