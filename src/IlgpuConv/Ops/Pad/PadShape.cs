using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of padding, <c>out = (in - 1) step + 1 + low + high</c> along each spatial axis: computed and checked here and nowhere else.</summary>
internal sealed class PadShape
{
    private PadShape(Shape input, Shape output, PadAxis[] axes) => (Input, Output, Axes) = (input, output, axes);

    /// <summary>The unpadded shape, <c>[N, C, spatial...]</c>.</summary>
    public Shape Input { get; }

    /// <summary>The padded shape.</summary>
    public Shape Output { get; }

    /// <summary>Depth, height and width; those that the input lacks hold one position.</summary>
    public PadAxis[] Axes { get; }

    /// <summary>Computes and checks the sizes.</summary>
    /// <param name="area">The operation's name in messages.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="padding">The padding of each spatial axis.</param>
    /// <param name="mode">What padded positions hold.</param>
    /// <exception cref="ArgumentException">The sizes do not fit; the message names all of them.</exception>
    public static PadShape Of(string area, Shape input, PaddingSides padding, PaddingMode mode)
    {
        void Require(bool rule, string text)
        {
            if (!rule) throw new ArgumentException($"[{area}] {text}. Got input {input}, padding {padding}, mode {mode}.");
        }
        int spatial = padding.Axes.Length;
        Require(padding.Rule is PaddingRule.Explicit, "padding must be given as numbers where there is no filter");
        Require(input.Rank == spatial + 2, $"the input must be [N, C, {s_spatial[spatial]}]");
        for (int i = 0; i < spatial; i++)
        {
            int size = input[i + 2];
            (int low, int high) = padding.Axes[i];
            Require(size >= 1, "spatial sizes must be at least 1");
            int most = Math.Max(low, high);
            if (mode.Kind == PadKind.Reflect) Require(most < size, $"reflection must be less than the input along spatial axis {i}");
            if (mode.Kind == PadKind.Symmetric) Require(most <= size, $"symmetric padding must be at most the input along spatial axis {i}");
            Require((long)size + low + high is >= 1 and <= int.MaxValue, $"something must be left along spatial axis {i}");
        }
        return Make(input, [.. padding.Axes.Select((p, i) => PadAxis.Of(input[i + 2], p.Low, p.High, 1, mode.Kind))]);
    }

    /// <summary>Zeros between neighbouring positions: <c>steps</c> outputs from one input to the next.</summary>
    public static PadShape Spread(Shape input, IReadOnlyList<int> steps) =>
        Make(input, [.. steps.Select((step, i) => PadAxis.Of(input[i + 2], 0, 0, step, PadKind.Constant))]);

    private static readonly string[] s_spatial = ["", "W", "H, W", "D, H, W"];

    private static PadShape Make(Shape input, PadAxis[] axes) => new(
        input, new Shape([input[0], input[1], .. axes.Select(a => a.Destination)]), [.. Enumerable.Repeat(PadAxis.None, 3 - axes.Length), .. axes]);
}
