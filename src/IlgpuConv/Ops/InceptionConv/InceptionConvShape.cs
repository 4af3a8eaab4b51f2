using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sizes of an Inception convolution, computed and checked here and nowhere else; the padding keeps the size at stride 1.</summary>
internal sealed class InceptionConvShape
{
    private InceptionConvShape(Shape input, Shape weight, DilationPattern pattern, Pair stride, int groups)
    {
        (Input, Weight, Pattern, Stride, Groups) = (input, weight, pattern, stride, groups);
        Kernel = (weight[2], weight[3]);
        Output = [input[0], weight[0], Positions(input[2], stride.Height), Positions(input[3], stride.Width)];
        Runs = Cut();
    }

    /// <summary>The input <c>[N, I, H, W]</c>.</summary>
    public Shape Input { get; }

    /// <summary>The filter <c>[O, I/groups, kH, kW]</c>.</summary>
    public Shape Weight { get; }

    /// <summary>The output <c>[N, O, H', W']</c>.</summary>
    public Shape Output { get; }

    /// <summary>The dilations.</summary>
    public DilationPattern Pattern { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>The filter's size.</summary>
    public Pair Kernel { get; }

    /// <summary>Input channels of a group.</summary>
    public int GroupIn => Weight[1];

    /// <summary>Output channels of a group.</summary>
    public int GroupOut => Weight[0] / Groups;

    /// <summary>Taps of the filter.</summary>
    public int Taps => Kernel.Height * Kernel.Width;

    /// <summary>The runs of channels, cut where a group ends: their first channel, how many, and their dilation.</summary>
    public IReadOnlyList<(int First, int Count, Pair Dilation)> Runs { get; }

    /// <summary>Multiply-adds of the forward: those of the convolution without dilation.</summary>
    public double MultiplyAdds => (double)Output.Elements * GroupIn * Taps;

    /// <summary>Computes and checks the sizes.</summary>
    public static InceptionConvShape Of(Shape input, Shape weight, Shape? bias, DilationPattern pattern, Pair stride, int groups)
    {
        void Require(bool rule, string text)
        {
            if (rule) return;
            throw new ArgumentException(
                $"[inception conv] {text}. Got input {input}, weight {weight}{(bias is null ? "" : $", bias {bias}")}, dilations {pattern}, stride {stride}, groups {groups}.");
        }

        Require(input.Rank == 4 && weight.Rank == 4, "the input must be [N, I, H, W] and the weight [O, I/groups, kH, kW]");
        Require(input[1] >= 1 && input[2] >= 1 && input[3] >= 1, "channels, height and width must be at least 1");
        Require(weight[2] % 2 == 1 && weight[3] % 2 == 1, "the kernel must have a centre: odd sizes");
        Require(stride.Height >= 1 && stride.Width >= 1, "the stride must be at least 1");
        Require(
            groups >= 1 && input[1] % groups == 0 && weight[0] % groups == 0 && weight[1] == input[1] / groups,
            "groups must divide the input and the output channels, and the weight have as many input channels as a group");
        Require(weight[0] == pattern.Channels, "there must be a dilation for each output channel");
        Require(bias is null || bias == new Shape(weight[0]), "the bias must be [O]");
        return new InceptionConvShape(input, weight, pattern, stride, groups);
    }

    /// <summary>The ordinary convolution that makes one run, of the channels of its group.</summary>
    public ConvShape OfRun((int First, int Count, Pair Dilation) run) => ConvShape.Of(
        "inception conv", Input.With(1, GroupIn), Weight.With(0, run.Count), null,
        [Movement(Stride.Height, Kernel.Height, run.Dilation.Height), Movement(Stride.Width, Kernel.Width, run.Dilation.Width)]);

    private static int Positions(int size, int stride) => (size - 1) / stride + 1;

    private static ConvMovement Movement(int stride, int kernel, int dilation)
    {
        int padding = checked(dilation * (kernel / 2));
        return new ConvMovement(stride, padding, padding, dilation);
    }

    private List<(int First, int Count, Pair Dilation)> Cut()
    {
        var runs = new List<(int, int, Pair)>();
        int first = 0;
        foreach (DilationRun run in Pattern.Runs)
        {
            for (int end = first + run.Channels; first < end;)
            {
                int count = Math.Min(end, (first / GroupOut + 1) * GroupOut) - first;
                runs.Add((first, count, run.Dilation));
                first += count;
            }
        }
        return runs;
    }
}
