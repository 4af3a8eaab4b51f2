using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of an involution: computed and checked here and nowhere else.</summary>
/// <param name="Input">The shape of the images, <c>[N, C, H, W]</c>.</param>
/// <param name="Kernels">The shape of the kernels, <c>[N, G kH kW, H', W']</c>.</param>
/// <param name="Kernel">Taps along height and width.</param>
/// <param name="Stride">Input positions from one output to the next.</param>
/// <param name="Padding">Zeros on each side.</param>
/// <param name="Dilation">Input positions from one tap to the next.</param>
internal sealed record InvolutionShape(Shape Input, Shape Kernels, Pair Kernel, Pair Stride, Pair Padding, Pair Dilation)
{
    /// <summary>Taps of a kernel.</summary>
    public int Taps => Kernel.Height * Kernel.Width;

    /// <summary>Groups of channels that share a kernel.</summary>
    public int Groups => Kernels[1] / Taps;

    /// <summary>Channels of a group.</summary>
    public int GroupWidth => Input[1] / Groups;

    /// <summary>The shape of the output.</summary>
    public Shape Output => [Input[0], Input[1], Kernels[2], Kernels[3]];

    /// <summary>Whether a group along the lanes is one of channels that share a kernel, instead of any channels.</summary>
    public bool IsBlocked => GroupWidth >= 8;

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static InvolutionShape Of(Shape input, Shape kernels, Pair kernel, Pair stride, Pair padding, Pair dilation)
    {
        string got = $"Got input {input}, kernels {kernels}, kernel {kernel}, stride {stride}, padding {padding}, dilation {dilation}.";
        if (Least(kernel) < 1 || Least(stride) < 1 || Least(dilation) < 1 || Least(padding) < 0)
            throw new ArgumentException($"[involution] kernel, stride and dilation must be at least 1 and padding at least 0. {got}", nameof(kernel));
        if (input.Rank != 4 || kernels.Rank != 4 || kernels[0] != input[0])
            throw new ArgumentException($"[involution] input [N, C, H, W] needs kernels [N, G kH kW, H', W']. {got}", nameof(kernels));
        int taps = checked(kernel.Height * kernel.Width);
        int groups = kernels[1] / taps;
        if (groups < 1 || groups * taps != kernels[1] || input[1] < 1 || input[1] % groups != 0)
            throw new ArgumentException($"[involution] kernels must hold {taps} taps for each group, and the groups divide the channels. {got}", nameof(kernels));
        int height = Windows(input[2], kernel.Height, stride.Height, padding.Height, dilation.Height);
        int width = Windows(input[3], kernel.Width, stride.Width, padding.Width, dilation.Width);
        if (height < 1 || width < 1 || (height, width) != (kernels[2], kernels[3]))
            throw new ArgumentException($"[involution] there must be a kernel for each output, {height} x {width}, and at least one output. {got}", nameof(kernels));
        return new InvolutionShape(input, kernels, kernel, stride, padding, dilation);
    }

    private static int Least(Pair pair) => Math.Min(pair.Height, pair.Width);

    private static int Windows(int size, int kernel, int stride, int padding, int dilation)
    {
        long slack = size + 2L * padding - (long)dilation * (kernel - 1) - 1;
        return slack < 0 ? 0 : checked((int)(slack / stride + 1));
    }
}
