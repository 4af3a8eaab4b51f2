using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of a resize of <c>[N, C, W]</c>, <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>: checked here and nowhere else.</summary>
internal sealed class ResizeShape
{
    private readonly ResizeMode _mode;

    private ResizeShape(Shape input, Shape output, ResizeMode mode) => (Input, Output, _mode) = (input, output, mode);

    /// <summary>The shape of the input.</summary>
    public Shape Input { get; }

    /// <summary>The shape of the output.</summary>
    public Shape Output { get; }

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static ResizeShape Of(Shape input, ReadOnlySpan<int> size, ResizeMode mode)
    {
        string got = $"Got size [{string.Join(", ", size.ToArray())}], mode {mode} for {input}.";
        if (input.Rank is < 3 or > 5 || size.Length != input.Rank - 2)
            throw new ArgumentException($"[resize] the input must be [N, C, W], [N, C, H, W] or [N, C, D, H, W] and there must be a size for each spatial axis. {got}", nameof(size));
        foreach (int each in (int[])[.. size, .. input.Skip(2)])
            if (each < 1) throw new ArgumentException($"[resize] sizes must be at least 1, before and after. {got}", nameof(size));
        return new ResizeShape(input, [input[0], input[1], .. size], mode);
    }

    /// <summary>The spatial axis counted from the last, which is 1; of size 1 where there is none.</summary>
    public ResizeAxis Axis(int fromLast) =>
        Input.Rank - fromLast < 2 ? new ResizeAxis(1, 1, _mode) : new ResizeAxis(Input[-fromLast], Output[-fromLast], _mode);
}
