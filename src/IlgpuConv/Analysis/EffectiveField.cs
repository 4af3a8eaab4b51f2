using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// How much each position of an input matters to the centre of a feature map: <c>|d Σ_c y[c, centre] / d x|</c>, the mean over samples of normal
/// numbers and over channels. Of n stride-1 convolutions 3x3 with equal weights it is a bell of standard deviation <c>√(2 n / 3)</c> along each
/// axis, far smaller than the receptive field. Source: Luo et al., "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks" (2016).
/// </summary>
/// <param name="Height">Rows of the input; 1 where it is a signal.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Values">The mean gradient of each position, row by row.</param>
/// <param name="Layer">The layer whose centre was looked at, <c>""</c> for the network's last feature map.</param>
public sealed record EffectiveField(int Height, int Width, IReadOnlyList<double> Values, string Layer)
{
    /// <summary>The part of the largest value that a position must exceed to count: <c>1 - 0.9545</c>, what a normal distribution has beyond two deviations.</summary>
    public const double Threshold = 0.0455;

    /// <summary>The fit of a Gaussian.</summary>
    public GaussianFit Fit => GaussianFit.Of(this);

    /// <summary>Positions with more than <see cref="Threshold"/> of the largest value.</summary>
    public int Positions => Values.Count(value => value > Threshold * Values.Max());

    /// <summary>The side of a square of as many positions, <c>√Positions</c>.</summary>
    public double Side => Math.Sqrt(Positions);

    /// <summary>The standard deviations of the values as a distribution over rows and over columns.</summary>
    public (double Rows, double Columns) Deviation => (Moments(i => i / Width).Deviation, Moments(i => i % Width).Deviation);

    /// <summary>The mean row and column of the values as a distribution.</summary>
    public (double Row, double Column) Centre => (Moments(i => i / Width).Mean, Moments(i => i % Width).Mean);

    /// <summary>Measures a layer of a network in inference.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">The shape of an input, <c>[N, C, H, W]</c> or <c>[N, C, W]</c>; N samples run at once.</param>
    /// <param name="layer">The name of the layer, or null for the last feature map.</param>
    /// <param name="batches">How many times N samples are drawn.</param>
    /// <param name="generator">Where the samples come from.</param>
    /// <exception cref="ArgumentException">The input is no image or signal, or there is no such layer with a feature map.</exception>
    public static EffectiveField Of(Module model, Shape input, string? layer = null, int batches = 1, RandomGenerator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank is not (3 or 4) || input.Elements == 0 || batches < 1)
            throw new ArgumentException($"[effective field] the input must be [N, C, H, W] or [N, C, W] with positions, and there must be a batch. Got {input}, batches {batches}.", nameof(input));
        using var mode = new InferenceMode(model);
        generator ??= new RandomGenerator(0);
        var sums = new double[input.Skip(2).Aggregate(1, (all, size) => all * size)];
        for (int i = 0; i < batches; i++)
        {
            using var scope = new TensorScope();
            Tensor x = Inputs.Like(model, input, generator);
            x.RequiresGrad = true;
            Tensor map = Map(model, x, layer);
            double[] slope = Gradients.Of(map, [x], gradient: Centre1(map))[0].ToDoubles();
            for (int at = 0; at < slope.Length; at++) sums[at % sums.Length] += Math.Abs(slope[at]) / ((double)batches * input[0] * input[1]);
        }
        return new EffectiveField(input.Rank == 4 ? input[2] : 1, input[-1], sums, layer ?? "");
    }

    /// <summary>Height, width, deviations and side in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Height} x {Width}: deviation {Deviation.Rows:0.###} x {Deviation.Columns:0.###}, side {Side:0.0}, {Fit}");

    private static Tensor Map(Module model, Tensor x, string? layer)
    {
        var maps = new List<Tensor>();
        var order = new List<int>();
        int count = 0;
        TensorScope? scope = TensorScope.Current;
        IReadOnlyList<TracedOperation> trace = NetworkTrace.Run(model, x, applied =>
        {
            Shape shape = applied.Output.Shape;
            bool isMap = shape.Rank == x.Shape.Rank && shape.Elements > 0 && applied.Output.RequiresGrad && shape.Skip(2).Any(size => size > 1);
            if (isMap)
            {
                Tensor map = TensorScope.Release(applied.Output.Alias());
                TensorScope.Adopt(map, scope);
                maps.Add(map);
                order.Add(count);
            }
            count++;
        });
        int found = layer is null ? maps.Count - 1 : order.FindLastIndex(at => trace[at].Layer == layer || trace[at].Layer.StartsWith(layer + ".", StringComparison.Ordinal));
        return found >= 0
            ? maps[found]
            : throw new ArgumentException($"[effective field] there must be a feature map with more than one position. Got layer '{layer}' of {model.GetType().Name} for {x.Shape}.", nameof(layer));
    }

    /// <summary>1 in all channels of the centre, 0 elsewhere.</summary>
    private static Tensor Centre1(Tensor map)
    {
        Shape shape = map.Shape;
        int places = shape.Skip(2).Aggregate(1, (all, size) => all * size);
        int centre = shape.Skip(2).Aggregate(0, (at, size) => at * size + size / 2);
        var ones = new double[shape.Elements];
        for (int i = centre; i < ones.Length; i += places) ones[i] = 1;
        return Tensor.FromDoubles(ones, shape, map.Type, map.Device, map.Order);
    }

    private (double Mean, double Deviation) Moments(Func<int, int> position)
    {
        double sum = Values.Sum();
        if (sum == 0) return (0, 0);
        double mean = Values.Select((value, i) => value * position(i)).Sum() / sum;
        return (mean, Math.Sqrt(Values.Select((value, i) => value * (position(i) - mean) * (position(i) - mean)).Sum() / sum));
    }
}
