namespace IlgpuConv.Ops;

/// <summary>
/// How a filter moves over sites: what a rulebook depends on besides them. In two dimensions the depth has one tap and does not move. The
/// sizes are those of the convolution; of a transposed one, those of the convolution that it turns round.
/// </summary>
/// <param name="Kind">Where the output sites come from.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Input positions from one output to the next.</param>
/// <param name="Low">Positions before the first input.</param>
/// <param name="High">Positions after the last input.</param>
/// <param name="Dilation">Input positions from one tap to the next.</param>
/// <param name="OutputPadding">Positions added after the last output of a transposed convolution.</param>
internal sealed record RulebookGeometry(
    RulebookKind Kind, Triple Kernel, Triple Stride, Triple Low, Triple High, Triple Dilation, Triple OutputPadding)
{
    /// <summary>Taps of the filter.</summary>
    public int Taps => checked(Kernel.Depth * Kernel.Height * Kernel.Width);

    /// <summary>A filter over the input sites themselves.</summary>
    /// <exception cref="ArgumentException">A size is even or below 1.</exception>
    public static RulebookGeometry Submanifold(Triple kernel, Triple dilation)
    {
        if (kernel.Axes.Any(k => k < 1 || k % 2 == 0) || dilation.Axes.Any(d => d < 1))
        {
            throw new ArgumentException(
                $"[sparse conv] a submanifold convolution has an odd kernel and a dilation of at least 1. Got kernel {kernel}, dilation {dilation}.");
        }
        int Reach(Func<Triple, int> axis) => checked(axis(dilation) * (axis(kernel) - 1) / 2);
        Triple pad = (Reach(t => t.Depth), Reach(t => t.Height), Reach(t => t.Width));
        return new RulebookGeometry(RulebookKind.Submanifold, kernel, 1, pad, pad, dilation, 0);
    }

    /// <summary>The size of the output grid of a convolution over a grid.</summary>
    /// <exception cref="ArgumentException">The filter does not fit.</exception>
    public Triple OutputGrid(Triple input)
    {
        CheckMovement();
        int Size(Func<Triple, int> axis)
        {
            var a = new ConvAxis(axis(input), axis(Kernel), axis(Stride), axis(Low), axis(High), axis(Dilation));
            return a.Slack < 0 ? throw Misfit("the padded grid must cover the dilated filter", input) : a.Output;
        }
        return Kind == RulebookKind.Submanifold ? input : (Size(t => t.Depth), Size(t => t.Height), Size(t => t.Width));
    }

    /// <summary>The size of the output grid of a transposed convolution: <c>(size - 1) stride - low - high + dilation (kernel - 1) + output padding + 1</c>.</summary>
    /// <exception cref="ArgumentException">Nothing is left of it, or the output padding is not below stride or dilation.</exception>
    public Triple TransposedGrid(Triple input)
    {
        CheckMovement();
        int Size(Func<Triple, int> axis)
        {
            int added = axis(OutputPadding);
            if (added < 0 || (added > 0 && added >= Math.Max(axis(Stride), axis(Dilation))))
                throw Misfit("the output padding must be at least 0 and below stride or dilation", input);
            long size = (axis(input) - 1L) * axis(Stride) - axis(Low) - axis(High) + (long)axis(Dilation) * (axis(Kernel) - 1) + added + 1;
            return size is < 1 or > int.MaxValue ? throw Misfit("the output grid must have 1 to 2^31 - 1 places along each axis", input) : (int)size;
        }
        return (Size(t => t.Depth), Size(t => t.Height), Size(t => t.Width));
    }

    private void CheckMovement()
    {
        if (Kernel.Axes.Any(k => k < 1) || Stride.Axes.Any(s => s < 1) || Dilation.Axes.Any(d => d < 1))
            throw new ArgumentException($"[sparse conv] kernel, stride and dilation must be at least 1. Got kernel {Kernel}, stride {Stride}, dilation {Dilation}.");
    }

    private ArgumentException Misfit(string rule, Triple input) => new(
        $"[sparse conv] {rule}. Got grid {input}, kernel {Kernel}, stride {Stride}, padding low {Low} high {High}, dilation {Dilation}, " +
        $"output padding {OutputPadding}.");
}
