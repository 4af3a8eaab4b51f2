using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A convolution by columns, <c>kH x 1</c> to M channels, then by rows, <c>1 x kW</c>: <c>M (I kH + O kW)</c> weights where the full filter has
/// <c>I O kH kW</c>. With M at least the filter's rank it is every such filter exactly; <see cref="Factorise"/> finds it.
/// </summary>
public sealed class SpatiallySeparableConv2d : Module
{
    private readonly Module? _activation;

    /// <summary>Makes the layer; its convolutions are <c>vertical</c> and <c>horizontal</c>, with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The size of the filter that the two make.</param>
    /// <param name="midChannels">The channels M between; null for those of the output.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="hasBias">Whether there is a bias: after the rows, and where there is an activation between, before it too.</param>
    /// <param name="activation">What lies between the two, or null.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public SpatiallySeparableConv2d(
        int inChannels, int outChannels, Pair kernel, int? midChannels = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null,
        bool hasBias = true, Module? activation = null, RandomGenerator? generator = null, Device? device = null)
    {
        (Pair s, Padding2 p, Pair d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        bool isRule = p.Rule != PaddingRule.Explicit;
        int middle = midChannels ?? outChannels;
        Vertical = AddModule("vertical", new Conv2d(
            inChannels, middle, (kernel.Height, 1), (s.Height, 1), isRule ? p : ((p.Top, p.Bottom), (0, 0)), (d.Height, 1), hasBias: hasBias && activation is not null,
            generator: generator, device: device));
        if (activation is not null) _activation = AddModule("activation", activation);
        Horizontal = AddModule("horizontal", new Conv2d(
            middle, outChannels, (1, kernel.Width), (1, s.Width), isRule ? p : ((0, 0), (p.Left, p.Right)), (1, d.Width), hasBias: hasBias,
            generator: generator, device: device));
    }

    /// <summary>The convolution by columns, <c>[M, I, kH, 1]</c>.</summary>
    public Conv2d Vertical { get; }

    /// <summary>The convolution by rows, <c>[O, M, 1, kW]</c>.</summary>
    public Conv2d Horizontal { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor y = Vertical.Forward(input);
        return Horizontal.Forward(_activation is null ? y : _activation.Forward(y));
    }

    /// <summary>
    /// Gives the layer the M terms of the singular value decomposition of a filter, seen as a matrix <c>[I kH, O kW]</c>: the best M terms in
    /// the sum of squares (Rigamonti et al. 2013; Jaderberg et al. 2014). Channels beyond the rank become 0; biases stay.
    /// </summary>
    /// <param name="filter">The filter <c>[O, I, kH, kW]</c>.</param>
    /// <returns>The error, <c>‖filter - made‖ / ‖filter‖</c>; 0 up to rounding where M is at least the rank.</returns>
    /// <exception cref="ArgumentException">The filter has another shape.</exception>
    public double Factorise(Tensor filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        int inChannels = Vertical.InChannels, middle = Vertical.OutChannels, outChannels = Horizontal.OutChannels;
        int height = Vertical.Weight.Value.Shape[2], width = Horizontal.Weight.Value.Shape[3];
        if (filter.Shape != new Shape(outChannels, inChannels, height, width))
            throw new ArgumentException($"[spatially separable] the filter must be [{outChannels}, {inChannels}, {height}, {width}]. Got {filter.Shape}.", nameof(filter));

        var matrix = new double[inChannels * height, outChannels * width];
        double[] values = filter.ToDoubles();
        for (int o = 0; o < outChannels; o++)
            for (int c = 0; c < inChannels; c++)
                for (int u = 0; u < height; u++)
                    for (int v = 0; v < width; v++)
                        matrix[c * height + u, o * width + v] = values[((o * inChannels + c) * height + u) * width + v];

        var terms = SingularValues.Of(matrix);
        var vertical = new double[(long)middle * inChannels * height];
        var horizontal = new double[(long)outChannels * middle * width];
        for (int m = 0; m < Math.Min(middle, terms.Values.Length); m++)
        {
            double share = Math.Sqrt(terms.Values[m]);
            for (int i = 0; i < inChannels * height; i++) vertical[m * inChannels * height + i] = share * terms.Left[i, m];
            for (int o = 0; o < outChannels; o++)
                for (int v = 0; v < width; v++) horizontal[(o * middle + m) * width + v] = share * terms.Right[o * width + v, m];
        }
        Write(Vertical.Weight, vertical);
        Write(Horizontal.Weight, horizontal);
        double left = terms.Values.Skip(middle).Sum(s => s * s), all = terms.Values.Sum(s => s * s);
        return all == 0 ? 0 : Math.Sqrt(left / all);
    }

    private static void Write(Tensor target, double[] values)
    {
        using var scope = new TensorScope();
        target.CopyFrom(Tensor.FromDoubles(values, target.Shape, target.Type, target.Device, target.Order));
    }
}
