using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="SparseUNet"/>.</summary>
public sealed record SparseUNetOptions
{
    /// <summary>Channels of each level, finest first; every level after the first has half the resolution of the one before.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [16, 32, 48];

    /// <summary>Submanifold convolutions of a block; each level has one block on the way down and, but the coarsest, one on the way up.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Where the first values come from.</summary>
    public RandomGenerator? Generator { get; init; }

    /// <summary>The device, or null for <c>cpu</c>.</summary>
    public Device? Device { get; init; }
}
