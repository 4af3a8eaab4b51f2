using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>First values of parameters; the numbers depend on the generator and the shape alone, not on device or order.</summary>
public static class Initialize
{
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
        return Tensor.Uniform(shape, -bound, bound, generator, type, device, order);
    }

    /// <summary>Normal with deviation gain / √fan, gain = √(2 / (1 + slope²)); the default slope 0 with <see cref="FanOut"/> is ResNet's.</summary>
    public static Tensor KaimingNormal(
        Shape shape, RandomGenerator? generator = null, double slope = 0, long? fan = null, ElementType type = ElementType.Float32,
        Device? device = null, MemoryOrder order = MemoryOrder.Filter) =>
        Tensor.Normal(shape, 0, Deviation(slope, fan ?? FanOut(shape)), generator, type, device, order);

    /// <summary>Uniform in ±gain·√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010): for what is about linear around 0, such as tanh with gain 5/3.</summary>
    public static Tensor XavierUniform(
        Shape shape, RandomGenerator? generator = null, double gain = 1, ElementType type = ElementType.Float32, Device? device = null,
        MemoryOrder order = MemoryOrder.Filter)
    {
        double bound = Math.Sqrt(3) * XavierDeviation(shape, gain);
        return Tensor.Uniform(shape, -bound, bound, generator, type, device, order);
    }

    /// <summary>Normal with deviation gain·√(2 / (fan_in + fan_out)).</summary>
    public static Tensor XavierNormal(
        Shape shape, RandomGenerator? generator = null, double gain = 1, ElementType type = ElementType.Float32, Device? device = null,
        MemoryOrder order = MemoryOrder.Filter) =>
        Tensor.Normal(shape, 0, XavierDeviation(shape, gain), generator, type, device, order);

    /// <summary>Uniform in ±1/√fan_in: the bias of a convolution or linear layer.</summary>
    public static Tensor Bias(
        Shape shape, long fanIn, RandomGenerator? generator = null, ElementType type = ElementType.Float32, Device? device = null)
    {
        double bound = fanIn == 0 ? 0 : 1 / Math.Sqrt(fanIn);
        return Tensor.Uniform(shape, -bound, bound, generator, type, device);
    }

    /// <summary>One number everywhere.</summary>
    public static Tensor Constant(
        Shape shape, double value, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Tensor.Full(shape, value, type, device, order);

    /// <summary>Zero everywhere.</summary>
    public static Tensor Zeros(
        Shape shape, ElementType type = ElementType.Float32, Device? device = null, MemoryOrder order = MemoryOrder.ChannelsLast) =>
        Tensor.Zeros(shape, type, device, order);

    private static double Deviation(double slope, long fan) => fan == 0 ? 0 : Math.Sqrt(2 / (1 + slope * slope) / fan);

    private static double XavierDeviation(Shape shape, double gain) => gain * Math.Sqrt(2.0 / Math.Max(1, FanIn(shape) + FanOut(shape)));

    private static Shape Check(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2) throw new ArgumentException($"[initialize] a fan needs a weight with at least two axes. Got {shape}.", nameof(shape));
        return shape;
    }
}
