using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.DeformConv2d</c>, whose offsets and masks a convolution of the input makes.</summary>
public sealed class DeformConv2d : DeformConvLayer, IVisible
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of the filter's channels.</param>
    /// <param name="options">How offsets and masks are made; null for version 2 as in torchvision.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups do not divide channels.</exception>
    public DeformConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        DeformConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, kernel.Axes, (stride ?? 1).Axes, (dilation ?? 1).Axes, groups, options, generator, device)
    {
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        Branch = Start(new Conv2d(inChannels, BranchChannels, kernel, Stride, Padding, Dilation, generator: new RandomGenerator(0), device: device));
    }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Positions around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <inheritdoc/>
    public override ConvLayer OffsetBranch => Branch;

    private Conv2d Branch { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        (Tensor offset, Tensor? mask) = Sampling(input);
        return scope.Keep(input.DeformConv2d(offset, Weight, Bias, mask, Stride, Padding, Dilation, Groups));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(view);
        (Tensor offset, Tensor? mask) = Sampling(input);
        view.Points("positions that the filter reads", Points(input.Shape, offset, mask));
    }

    /// <summary>Where the first image is read: <c>(i stride - padding + u dilation + Δy, j stride - padding + v dilation + Δx)</c>.</summary>
    private SamplingPoints Points(Shape input, Tensor offset, Tensor? mask)
    {
        ConvMovement[] movement = ConvPadding.Movement("deform", input, Weight.Value.Shape, Stride.Axes, Padding.Sides, Dilation.Axes, null);
        (int kernelHeight, int kernelWidth) = (Weight.Value.Shape[2], Weight.Value.Shape[3]);
        int rows = offset.Shape[2], columns = offset.Shape[3], pixels = rows * columns, taps = offset.Shape[1] / 2;
        double[] moved = offset.ToDoubles();
        double[]? opened = mask?.ToDoubles();
        double[] y = new double[pixels * taps], x = new double[pixels * taps], factors = new double[pixels * taps];
        for (int at = 0; at < y.Length; at++)
        {
            int pixel = at / taps, tap = at % taps, inFilter = tap % (kernelHeight * kernelWidth);
            y[at] = pixel / columns * movement[0].Stride - movement[0].Low + inFilter / kernelWidth * movement[0].Dilation + moved[2 * tap * pixels + pixel];
            x[at] = pixel % columns * movement[1].Stride - movement[1].Low + inFilter % kernelWidth * movement[1].Dilation + moved[(2 * tap + 1) * pixels + pixel];
            factors[at] = opened is null ? 1 : opened[tap * pixels + pixel];
        }
        return new SamplingPoints(input[2], input[3], rows, columns, taps, y, x, factors);
    }
}
