using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution with a filter whose radius depends on the image and is learned by gradient: tap (u, v) counts
/// <c>σ((ρ(x) - max(|u|, |v|)) / temperature)</c>, <c>ρ = log(1 + exp(z))</c>. In inference rings that count less than the threshold are left
/// out, and the filter is cut to the largest radius of the batch. The size stays at stride 1.
/// </summary>
/// <remarks>State: <c>weight [O, I/g, k, k]</c>, <c>bias [O]</c> and <c>router.*</c> (see <see cref="FieldRouter"/>).</remarks>
public sealed class SoftRadiusConv2d : Module, IVisible
{
    private readonly SoftRadiusOptions _options;

    /// <summary>Makes the layer; first values as in PyTorch, but for the router's last bias, which gives the first radius.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">Taps of the largest filter, odd.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="options">How the radius is found; null for an edge of half a position.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public SoftRadiusConv2d(
        int inChannels, int outChannels, int kernel, Pair? stride = null, int groups = 1, bool hasBias = true, SoftRadiusOptions? options = null,
        RandomGenerator? generator = null, Device? device = null)
    {
        _options = options ?? new SoftRadiusOptions();
        double radius = _options.InitialRadius ?? kernel / 2.0;
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0 || kernel < 1 || kernel % 2 == 0)
        {
            throw new ArgumentException(
                $"[soft radius] channels and groups must be at least 1, the groups divide the channels and the kernel be odd. Got {inChannels} to {outChannels} channels, {groups} groups, kernel {kernel}.");
        }
        if (!(radius > 0) || _options.Threshold is not (>= 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"[soft radius] the first radius must be above 0 and the threshold lie in [0, 1). Got {radius} and {_options.Threshold}."), nameof(options));
        (InChannels, OutChannels, Kernel, Stride, Groups) = (inChannels, outChannels, kernel, stride ?? 1, groups);
        Shape filter = [outChannels, inChannels / groups, kernel, kernel];
        Weight = AddParameter("weight", Initialize.KaimingUniform(filter, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(filter), generator, device: device));
        Router = AddModule("router", new FieldRouter("soft radius", inChannels, 1, _options.Router, generator, device));
        Router.Second.Bias!.Value.Fill(radius + Math.Log(1 - Math.Exp(-radius)));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Taps of the largest filter.</summary>
    public int Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>The filter before its taps are weighted, <c>[O, I/g, k, k]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>What finds the radius.</summary>
    public FieldRouter Router { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        Tensor filters = Filters(input);
        return scope.Keep(input.PerSampleConv2d(filters, Bias, Stride, filters.Shape[4] / 2, groups: Groups));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Filters("filters inside this image's radius", Filters(input));
    }

    /// <summary>The filter of each image, <c>[N, O, I/g, k, k]</c>; in inference k is the largest that the batch needs.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor Filters(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor radius = Radius(input), weight = Weight.Value;
        int rings = Kernel / 2;
        double[]? limits = IsTraining || _options.Threshold == 0 ? null : Limits(radius);
        if (limits is not null)
        {
            int kept = limits.Length == 0 ? 0 : (int)Math.Clamp(limits.Max(), 0, rings);
            if (kept < rings) weight = weight.Slice(2, rings - kept, 2 * kept + 1).Slice(3, rings - kept, 2 * kept + 1);
            rings = kept;
        }
        int size = 2 * rings + 1;
        double[] ring = [.. Enumerable.Range(0, size * size).Select(i => (double)Math.Max(Math.Abs(i / size - rings), Math.Abs(i % size - rings)))];
        Tensor far = Tensor.FromDoubles(ring, [1, 1, 1, size, size], radius.Type, radius.Device, MemoryOrder.PerSampleFilter);
        Tensor each = MemoryViewOperation.View(radius, [radius.Shape[0], 1, 1, 1, 1], MemoryOrder.PerSampleFilter);
        Tensor mask = Router.Divide(each - far).Sigmoid();
        if (limits is not null)
        {
            double[] keeps = [.. limits.SelectMany(limit => ring.Select(r => r <= limit ? 1.0 : 0.0))];
            mask *= Tensor.FromDoubles(keeps, mask.Shape, mask.Type, mask.Device, mask.Order);
        }
        Tensor shared = MemoryViewOperation.View(weight.InOrder(MemoryOrder.Filter), [1, .. weight.Shape], MemoryOrder.PerSampleFilter);
        return scope.Keep(shared * mask.InOrder(MemoryOrder.PerSampleFilter));
    }

    /// <summary>The radius of each image, ρ, in input positions from the centre: <c>[N]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor Radius(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor z = Router.Forward(input);
        Tensor positive = z.Relu();
        // log(1 + exp(z)) from the larger side, where the exponential does not overflow.
        Tensor softplus = positive + ((z - positive * 2).Exp() + 1).Log();
        return scope.Keep(softplus.Reshape([z.Shape[0]]));
    }

    /// <summary>The expected span of each image's field, <c>1 + 2 Σ_r σ((ρ - r) / temperature)</c> over the rings: <c>[N]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor ExpectedField(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor radius = Radius(input);
        int images = radius.Shape[0], rings = Kernel / 2;
        if (rings == 0) return scope.Keep(radius.Affine(0, 1));
        Tensor ring = Tensor.FromDoubles([.. Enumerable.Range(1, rings).Select(r => (double)r)], [1, rings], radius.Type, radius.Device);
        Tensor counts = Router.Divide(radius.Reshape([images, 1]) - ring).Sigmoid();
        return scope.Keep(counts.Sum([1]).Affine(2, 1));
    }

    /// <summary>The largest distance of each image that still counts as much as the threshold.</summary>
    private double[] Limits(Tensor radius)
    {
        double reach = Router.Temperature * Math.Log((1 - _options.Threshold) / _options.Threshold);
        return Array.ConvertAll(radius.ToDoubles(), r => r + reach);
    }
}
