using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of a pooling of <c>[N, C, H, W]</c>: computed and checked here and nowhere else.</summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="Rows">Windows along the height.</param>
/// <param name="Columns">Windows along the width.</param>
/// <param name="CountsPadding">Whether places in the padding count in an average.</param>
internal sealed record PoolShape(Shape Input, PoolAxis Rows, PoolAxis Columns, bool CountsPadding)
{
    /// <summary>The shape of the output.</summary>
    public Shape Output => [Input[0], Input[1], Rows.Output, Columns.Output];

    /// <summary>Whether an adaptive pooling has as many windows as places.</summary>
    public bool IsIdentity => Rows.Input == Rows.Output && Columns.Input == Columns.Output;

    /// <summary>Whether all windows are 2x2, side by side and inside.</summary>
    public bool IsQuads => IsPairs(Rows) && IsPairs(Columns);

    /// <summary>Pools windows of <paramref name="kernel"/> every <paramref name="stride"/> places (null: the kernel's size).</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static PoolShape Of(
        string area, Shape input, Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceilMode, bool countsPadding)
    {
        CheckRank(area, input);
        Pair step = stride ?? kernel;
        string got = $"Got kernel {kernel}, stride {step}, padding {padding}, dilation {dilation}, ceilMode {ceilMode} for {input}.";
        if (Least(kernel) < 1 || Least(step) < 1 || Least(dilation) < 1)
            throw new ArgumentException($"[{area}] kernel, stride and dilation must be at least 1. {got}", nameof(kernel));

        PoolAxis rows = PoolAxis.Of(input[2], kernel.Height, step.Height, padding.Height, dilation.Height, ceilMode);
        PoolAxis columns = PoolAxis.Of(input[3], kernel.Width, step.Width, padding.Width, dilation.Width, ceilMode);
        if (Least(padding) < 0 || padding.Height > rows.Span / 2 || padding.Width > columns.Span / 2)
        {
            throw new ArgumentException(
                $"[{area}] padding must be at least 0 and at most half of a window, {rows.Span / 2} along the height and {columns.Span / 2} along the width. {got}",
                nameof(padding));
        }
        if (rows.Output < 1 || columns.Output < 1)
        {
            throw new ArgumentException(
                $"[{area}] a window must fit into the padded input: {rows.Span} in {input[2] + 2 * padding.Height} along the height, " +
                $"{columns.Span} in {input[3] + 2 * padding.Width} along the width. {got}",
                nameof(kernel));
        }
        return new PoolShape(input, rows, columns, countsPadding);
    }

    /// <summary>
    /// Pools to <paramref name="output"/> windows an axis: window <c>i</c> of <c>O</c> over <c>H</c> places is
    /// <c>floor(i H / O)</c> up to but without <c>ceil((i + 1) H / O)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static PoolShape Adaptive(string area, Shape input, Pair output)
    {
        CheckRank(area, input);
        if (Least(output) < 1 || input[2] < 1 || input[3] < 1)
            throw new ArgumentException($"[{area}] height and width must be at least 1, before and after. Got output {output} for {input}.", nameof(output));
        return new PoolShape(
            input, new PoolAxis(input[2], 0, 0, 0, 0, output.Height), new PoolAxis(input[3], 0, 0, 0, 0, output.Width), CountsPadding: false);
    }

    private static bool IsPairs(PoolAxis axis) =>
        axis is { Kernel: 2, Stride: 2, Padding: 0, Dilation: 1 } && 2L * axis.Output <= axis.Input;

    private static int Least(Pair pair) => Math.Min(pair.Height, pair.Width);

    private static void CheckRank(string area, Shape input)
    {
        if (input.Rank != 4) throw new ArgumentException($"[{area}] the input must be [N, C, H, W]. Got {input}.", nameof(input));
    }
}
