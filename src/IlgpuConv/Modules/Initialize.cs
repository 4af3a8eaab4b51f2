using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>First values of parameters; the numbers depend on the generator and the shape alone, not on device or order.</summary>
public static class Initialize
{
    private static readonly AsyncLocal<bool> s_skips = new();

    /// <summary>
    /// While the returned object lives, this flow of the program draws no first values: parameters hold whatever their memory held. For a network whose
    /// values are loaded, or whose sizes are all that is asked for.
    /// </summary>
    public static IDisposable Skip()
    {
        var skipping = new Skipping(s_skips.Value);
        s_skips.Value = true;
        return skipping;
    }

    /// <summary>
    /// Inputs that one output of a weight <c>[O, I/g, kernel...]</c> sums over: <c>I/g x kernel</c>. Of a transposed convolution's weight
    /// <c>[I, O/g, kernel...]</c> it is <c>O/g x kernel</c>, which PyTorch uses there too.
    /// </summary>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static long FanIn(Shape shape) => Check(shape).Elements / Math.Max(1, shape[0]);

    /// <summary>
    /// Outputs that one input of a weight <c>[O, I/g, kernel...]</c> reaches: <c>O x kernel</c>, not divided by the groups, as in PyTorch. Of
    /// a transposed convolution's weight <c>[I, O/g, kernel...]</c> it is <c>I x kernel</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static long FanOut(Shape shape) => Check(shape).Elements / Math.Max(1, shape[1]);

    /// <summary>
    /// Uniform in ±gain·√(3 / fan), with gain = √(2 / (1 + slope²)) (He et al. 2015). The default slope √5 with <see cref="FanIn"/> is
    /// PyTorch's: ±1/√fan_in.
    /// </summary>
    public static Tensor KaimingUniform(
        Shape shape, RandomGenerator? generator = null, double? slope = null, long? fan = null, ElementType type = ElementType.Float32,
        Device? device = null, MemoryOrder order = MemoryOrder.Filter)
    {
        double bound = Math.Sqrt(3) * Deviation(slope ?? Math.Sqrt(5), fan ?? FanIn(shape));
        return Uniform(shape, bound, generator, type, device, order);
    }

    /// <summary>Normal with deviation gain / √fan, gain = √(2 / (1 + slope²)); the default slope 0 with <see cref="FanOut"/> is ResNet's.</summary>
    public static Tensor KaimingNormal(
        Shape shape, RandomGenerator? generator = null, double slope = 0, long? fan = null, ElementType type = ElementType.Float32,
        Device? device = null, MemoryOrder order = MemoryOrder.Filter) =>
        Normal(shape, Deviation(slope, fan ?? FanOut(shape)), generator, type, device, order);

    /// <summary>Uniform in ±gain·√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010): for what is about linear around 0, such as tanh with gain 5/3.</summary>
    public static Tensor XavierUniform(
        Shape shape, RandomGenerator? generator = null, double gain = 1, ElementType type = ElementType.Float32, Device? device = null,
        MemoryOrder order = MemoryOrder.Filter)
    {
        double bound = Math.Sqrt(3) * XavierDeviation(shape, gain);
        return Uniform(shape, bound, generator, type, device, order);
    }

    /// <summary>Normal with deviation gain·√(2 / (fan_in + fan_out)).</summary>
    public static Tensor XavierNormal(
        Shape shape, RandomGenerator? generator = null, double gain = 1, ElementType type = ElementType.Float32, Device? device = null,
        MemoryOrder order = MemoryOrder.Filter) =>
        Normal(shape, XavierDeviation(shape, gain), generator, type, device, order);

    /// <summary>Uniform in ±1/√fan_in: the bias of a convolution or linear layer.</summary>
    public static Tensor Bias(
        Shape shape, long fanIn, RandomGenerator? generator = null, ElementType type = ElementType.Float32, Device? device = null)
    {
        double bound = fanIn == 0 ? 0 : 1 / Math.Sqrt(fanIn);
        return Uniform(shape, bound, generator, type, device);
    }

    /// <summary>Normal around 0.</summary>
    public static Tensor Normal(
        Shape shape, double deviation, RandomGenerator? generator = null, ElementType type = ElementType.Float32, Device? device = null,
        MemoryOrder order = MemoryOrder.Filter) =>
        s_skips.Value ? Tensor.Empty(shape, type, device ?? Tensor.DefaultDevice, order) : Tensor.Normal(shape, 0, deviation, generator, type, device, order);

    /// <summary>One number everywhere.</summary>
    public static Tensor Constant(
        Shape shape, double value, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Tensor.Full(shape, value, type, device, order);

    /// <summary>Zero everywhere.</summary>
    public static Tensor Zeros(
        Shape shape, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Tensor.Zeros(shape, type, device, order);

    private static Tensor Uniform(
        Shape shape, double bound, RandomGenerator? generator, ElementType type, Device? device, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        s_skips.Value ? Tensor.Empty(shape, type, device ?? Tensor.DefaultDevice, order) : Tensor.Uniform(shape, -bound, bound, generator, type, device, order);

    private static double Deviation(double slope, long fan) => fan == 0 ? 0 : Math.Sqrt(2 / (1 + slope * slope) / fan);

    private static double XavierDeviation(Shape shape, double gain) => gain * Math.Sqrt(2.0 / Math.Max(1, FanIn(shape) + FanOut(shape)));

    private static Shape Check(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2) throw new ArgumentException($"[initialize] a fan needs a weight with at least two axes. Got {shape}.", nameof(shape));
        return shape;
    }

    private sealed class Skipping(bool outer) : IDisposable
    {
        public void Dispose() => s_skips.Value = outer;
    }
}
