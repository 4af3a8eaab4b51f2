using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Perf;

/// <summary>Our side of a comparison: a layer on a device, with its weights packed as they are between two uses.</summary>
internal sealed class OurLayer : IOurSide
{
    private const int Samples = 64;

    private readonly PeerLayer _layer;
    private readonly Device _device;
    private readonly Tensor[] _leaves;
    private readonly Tensor _gradient;

    public OurLayer(PeerLayer layer, Device device)
    {
        using IDisposable own = TensorScope.Suspend();
        (_layer, _device) = (layer, device);
        var generator = new RandomGenerator(1);
        _leaves =
        [
            Tensor.Normal(layer.Input, generator: generator, device: _device),
            Tensor.Normal(layer.FilterShape, 0, 0.05, generator: generator, device: _device, order: layer.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter),
            Tensor.Normal(layer.IsPerSample ? [layer.Output[0], layer.Output[1]] : [layer.Output[1]], generator: generator, device: _device),
        ];
        _gradient = Tensor.Normal(layer.Output, generator: generator, device: _device);
    }

    /// <summary>The median time of the forward, or of the forward and all three gradients.</summary>
    public double Measure(double seconds, bool backward, ConvAlgorithm algorithm = ConvAlgorithm.Planned)
    {
        using var scope = new ConvAlgorithmScope(algorithm);
        return IOurSide.Median(seconds, () =>
        {
            Run(backward);
            _device.Synchronize();
        });
    }

    /// <summary>The forward, or the forward and all three gradients, once; the device may still be at it on return.</summary>
    public void Run(bool backward)
    {
        using var scope = new TensorScope();
        foreach (Tensor leaf in _leaves) leaf.RequiresGrad = backward;
        if (backward)
        {
            Gradients.Of(Forward(), _leaves, gradient: _gradient);
            return;
        }
        using var noGrad = new NoGrad();
        Forward();
    }

    /// <summary>
    /// The largest error of sampled elements of the output against sums in double, as a multiple of the rounding bound
    /// <c>n eps sum |x w|</c>: what is timed is first proved, without minutes of <c>reference</c> on the largest layers.
    /// </summary>
    public double Check()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        float[] y = Forward().ToArray<float>(), x = _leaves[0].ToArray<float>(), w = _leaves[1].ToArray<float>(), b = _leaves[2].ToArray<float>();
        var random = new Random(7);
        double worst = 0;
        for (int i = 0; i < Samples; i++)
        {
            int[] at = Array.ConvertAll(_layer.Output, size => random.Next(size));
            // The corners and edges are where padding is.
            if (i % 2 == 0) for (int axis = 2; axis < at.Length; axis++) at[axis] = random.Next(2) == 0 ? 0 : _layer.Output[axis] - 1;
            (double sum, double size, int terms) = Sum(at, x, w);
            double bias = b[_layer.IsPerSample ? at[0] * _layer.Output[1] + at[1] : at[1]];
            double error = Math.Abs(y[Index(_layer.Output, at)] - (sum + bias));
            worst = Math.Max(worst, error / ((terms + 2) * Math.Pow(2, -24) * (size + Math.Abs(bias))));
        }
        return worst;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_leaves, leaf => leaf.Dispose());
        _gradient.Dispose();
    }

    private Tensor Forward()
    {
        (Tensor x, Tensor w, Tensor b) = (_leaves[0], _leaves[1], _leaves[2]);
        int[] s = _layer.Stride, p = _layer.Padding, d = _layer.Dilation;
        if (_layer.IsPerSample) return x.PerSampleConv2d(w, b, (s[0], s[1]), (p[0], p[1]), (d[0], d[1]));
        return (s.Length, _layer.IsTransposed) switch
        {
            (2, false) => x.Conv2d(w, b, (s[0], s[1]), (p[0], p[1]), (d[0], d[1]), _layer.Groups),
            (2, true) => x.ConvTranspose2d(w, b, (s[0], s[1]), (p[0], p[1]), groups: _layer.Groups, dilation: (d[0], d[1])),
            (3, false) => x.Conv3d(w, b, (s[0], s[1], s[2]), (p[0], p[1], p[2]), (d[0], d[1], d[2]), _layer.Groups),
            _ => x.ConvTranspose3d(w, b, (s[0], s[1], s[2]), (p[0], p[1], p[2]), groups: _layer.Groups, dilation: (d[0], d[1], d[2])),
        };
    }

    /// <summary>The sum of one output element, by the definition, with the sum of the absolute values and the number of terms.</summary>
    private (double Sum, double Size, int Terms) Sum(int[] at, float[] x, float[] w)
    {
        int axes = _layer.Stride.Length, groups = _layer.Groups, perOut = _layer.Output[1] / groups, perIn = _layer.Input[1] / groups;
        int group = at[1] / perOut, taps = _layer.Weight[^axes..].Aggregate(1, (a, k) => a * k), terms = 0;
        double sum = 0, size = 0;
        int[] from = [at[0], 0, .. new int[axes]], filter = [0, 0, .. new int[axes]];
        for (int tap = 0; tap < taps; tap++)
        {
            bool inside = true;
            for (int axis = axes - 1, rest = tap; axis >= 0; axis--)
            {
                int kernel = _layer.Weight[^(axes - axis)], k = rest % kernel;
                rest /= kernel;
                filter[2 + axis] = k;
                int reach = k * _layer.Dilation[axis] - _layer.Padding[axis], stride = _layer.Stride[axis];
                int position = _layer.IsTransposed ? at[2 + axis] - reach : at[2 + axis] * stride + reach;
                if (_layer.IsTransposed)
                {
                    inside &= position % stride == 0;
                    position /= stride;
                }
                from[2 + axis] = position;
                inside &= position >= 0 && position < _layer.Input[2 + axis];
            }
            if (!inside) continue;
            for (int c = 0; c < perIn; c++)
            {
                from[1] = group * perIn + c;
                (filter[0], filter[1]) = _layer.IsTransposed ? (from[1], at[1] % perOut) : (at[1], c);
                int[] place = _layer.IsPerSample ? [at[0], .. filter] : filter;
                double product = (double)x[Index(_layer.Input, from)] * w[Index(_layer.FilterShape, place)];
                sum += product;
                size += Math.Abs(product);
                terms++;
            }
        }
        return (sum, size, terms);
    }

    private static int Index(int[] shape, int[] at)
    {
        int index = 0;
        for (int i = 0; i < shape.Length; i++) index = index * shape[i] + at[i];
        return index;
    }
}
