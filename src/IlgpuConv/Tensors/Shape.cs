using System.Collections;
using System.Runtime.CompilerServices;

namespace IlgpuConv.Tensors;

/// <summary>
/// The logical sizes of a tensor in the order that the literature writes them: <c>[N, C, H, W]</c> for images, <c>[O, I/g, kH, kW]</c>
/// for filters, <c>[]</c> for a single number.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[] _sizes;

    /// <summary>Makes a shape of <paramref name="sizes"/>.</summary>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        _sizes = sizes.ToArray();
        long elements = 1;
        foreach (int size in _sizes)
        {
            if (size < 0) throw new ArgumentException($"[shape] sizes must be at least 0. Got {this}.", nameof(sizes));
            elements = checked(elements * size);
        }
        Elements = elements;
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The number of elements: the product of the sizes, 1 for <c>[]</c>.</summary>
    public long Elements { get; }

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    int IReadOnlyCollection<int>.Count => _sizes.Length;

    /// <summary>The size of <paramref name="axis"/>; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => _sizes[Axis(axis)];

    /// <summary>Makes a shape; what a collection expression calls.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Makes a shape of an array of sizes.</summary>
    public static implicit operator Shape(int[] sizes) => new(sizes);

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <summary>The axis counted from the start, for an axis that may be counted from the end (-1 is the last).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int result = axis < 0 ? axis + Rank : axis;
        if (result >= 0 && result < Rank) return result;
        throw new ArgumentOutOfRangeException(nameof(axis), $"[shape] an axis must lie in [{-Rank}, {Rank}). Got axis {axis} of {this}.");
    }

    /// <summary>The same shape with another size of one axis.</summary>
    public Shape With(int axis, int size)
    {
        int[] sizes = [.. _sizes];
        sizes[Axis(axis)] = size;
        return new Shape(sizes);
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in _sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes in brackets, such as <c>[2, 3, 28, 28]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _sizes)}]";
}
