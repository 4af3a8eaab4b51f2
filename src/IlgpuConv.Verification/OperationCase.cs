using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// One operation at one shape, used three ways: compared with <c>reference</c> on a device, differentiated numerically, and timed.
/// </summary>
public sealed record OperationCase
{
    /// <summary>The name: the operation, a slash, the sizes, such as <c>Linear/64-10 n32</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The inputs in the order in which <see cref="Call"/> takes them.</summary>
    public required IReadOnlyList<CaseInput> Inputs { get; init; }

    /// <summary>Computes the output with the public methods of the library.</summary>
    public required Func<IReadOnlyList<Tensor>, Tensor> Call { get; init; }

    /// <summary>How far a device may be from the reference.</summary>
    public ToleranceRule Tolerance { get; init; } = ToleranceRule.Rounding;

    /// <summary>The highest derivative that is checked by finite differences, 0 to 2.</summary>
    public int DerivativeOrder { get; init; } = 2;

    /// <summary>Floating-point operations of the forward; a multiply-add counts two.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes in <c>float</c> that the forward must at least read and write; 0 where these are just all inputs and the output.</summary>
    public double Bytes { get; init; }

    /// <summary>Whether the case is only timed: too large for the reference.</summary>
    public bool IsPerformanceOnly { get; init; }

    /// <summary>The seed of an input: a hash of the case's name and the input's place.</summary>
    public ulong Seed(int input)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in $"{Name}#{input}") hash = (hash ^ letter) * 1099511628211;
        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
