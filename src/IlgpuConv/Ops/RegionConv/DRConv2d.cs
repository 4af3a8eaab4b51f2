using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Dynamic region-aware convolution (Chen et al. 2021): a guide divides the image into regions, and each has a filter made of the image. Tap
/// (u, v) of region t's filter comes from region (u, v) of a k x k grid of means: <c>h = σ(W1 pool(x) + b1)</c> with m² numbers a place, of which
/// region t takes its own m to the head, <c>W_t = Σ_f h[t m + f] weight[t m + f] + bias[t]</c>. See <c>x.RegionConv2d</c> for the gradient of the guide.
/// </summary>
/// <remarks>
/// State: <c>reduce.weight [m², I, 1, 1]</c>, <c>reduce.bias</c>, <c>weight [m², O, I/groups, 1, 1]</c>, <c>bias [m, O, I/groups, 1, 1]</c>, <c>guide.weight [m, I, k, k]</c>,
/// <c>guide.bias</c>, <c>out_bias [O]</c>. The head lies like the filters, so that nothing is permuted; it starts with a deviation that gives filters of He's rule.
/// </remarks>
public sealed class DRConv2d : Module, IVisible
{
    /// <summary>Makes the layer; first values as in PyTorch but for the head.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' height and width, odd.</param>
    /// <param name="regions">The number of regions, m.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels of the filters; the guide sees all channels.</param>
    /// <param name="hasBias">Whether the output has a bias, which all regions share.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1, the kernel is even, or the groups do not divide the channels.</exception>
    public DRConv2d(
        int inChannels, int outChannels, int kernel = 3, int regions = 8, Pair? stride = null, int groups = 1, bool hasBias = false,
        RandomGenerator? generator = null, Device? device = null)
    {
        if (inChannels < 1 || outChannels < 1 || regions < 1 || kernel < 1 || kernel % 2 == 0)
        {
            throw new ArgumentException(
                $"[drconv] channels and regions must be at least 1 and the kernel odd. Got {inChannels} to {outChannels} channels, {regions} regions, kernel {kernel}.");
        }
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"[drconv] groups must be at least 1 and divide the channels. Got {inChannels} to {outChannels} channels, {groups} groups.", nameof(groups));
        }
        (InChannels, OutChannels, Kernel, Regions, Stride, Groups) = (inChannels, outChannels, kernel, regions, stride ?? 1, groups);
        int features = checked(regions * regions);
        Reduce = AddModule("reduce", new Conv2d(inChannels, features, 1, generator: generator, device: device));
        // The features are about σ(0) = 1/2.
        double deviation = Math.Sqrt(2.0 / (inChannels / groups * kernel * kernel)) / (0.5 * Math.Sqrt(regions));
        Weight = AddParameter("weight", Tensor.Normal(
            [features, outChannels, inChannels / groups, 1, 1], 0, deviation, generator, device: device, order: MemoryOrder.PerSampleFilter));
        Bias = AddParameter("bias", Initialize.Zeros([regions, outChannels, inChannels / groups, 1, 1], device: device, order: MemoryOrder.PerSampleFilter));
        if (hasBias) OutBias = AddParameter("out_bias", Initialize.Bias([outChannels], (long)inChannels / groups * kernel * kernel, generator, device: device));
        GuideConv = AddModule("guide", new Conv2d(inChannels, regions, kernel, Stride, (kernel - 1) / 2, generator: generator, device: device));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The filters' height and width.</summary>
    public int Kernel { get; }

    /// <summary>The number of regions.</summary>
    public int Regions { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels of the filters.</summary>
    public int Groups { get; }

    /// <summary>The map from means to the features.</summary>
    public Conv2d Reduce { get; }

    /// <summary>The head: a filter of one tap for each feature.</summary>
    public Parameter Weight { get; }

    /// <summary>What is added to every tap of a region's filter.</summary>
    public Parameter Bias { get; }

    /// <summary>The bias <c>[O]</c> of the output, or null.</summary>
    public Parameter? OutBias { get; }

    /// <summary>The convolution that divides the image.</summary>
    public Conv2d GuideConv { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        Tensor filters = Filters(input);
        return scope.Keep(input.RegionConv2d(
            GuideConv.Forward(input), filters, Stride, (Kernel - 1) / 2, groups: Groups, bias: OutBias?.Value));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Regions("region of each pixel", RegionMap(input), Regions);
    }

    /// <summary>The filters region by region, <c>[m N, O, I/groups, k, k]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, I, H, W] with the layer's channels.</exception>
    public Tensor Filters(Tensor input)
    {
        ChannelGate.Check("drconv", input, InChannels);
        using var scope = new TensorScope();
        int images = input.Shape[0], places = checked(images * Kernel * Kernel);
        Tensor features = Reduce.Forward(input.AdaptiveAvgPool2d(Kernel)).Sigmoid();
        Tensor rows = MemoryViewOperation.View(features, [places, Regions * Regions], MemoryOrder.RowMajor);
        var filters = new Tensor[Regions];
        for (int t = 0; t < Regions; t++)
        {
            Tensor bias = MemoryViewOperation.View(Bias.Value.Slice(0, t, 1), [OutChannels, InChannels / Groups, 1, 1], MemoryOrder.Filter);
            Tensor mixed = rows.Slice(1, t * Regions, Regions).MixFilters(Weight.Value.Slice(0, t * Regions, Regions), bias);
            filters[t] = MemoryViewOperation.View(mixed, [images, OutChannels, InChannels / Groups, Kernel, Kernel], MemoryOrder.PerSampleFilter);
        }
        return scope.Keep(Tensor.Concat(0, filters));
    }

    /// <summary>The region of each output pixel, <c>i32 [N, 1, H', W']</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, I, H, W] with the layer's channels.</exception>
    public Tensor RegionMap(Tensor input)
    {
        ChannelGate.Check("drconv", input, InChannels);
        using var scope = new TensorScope();
        Tensor guide = GuideConv.Forward(input);
        ConvMovement[] movement = ConvPadding.Movement("drconv", input.Shape, GuideConv.Weight.Value.Shape, Stride.Axes, GuideConv.Padding.Sides, [1, 1], null);
        return scope.Keep(RegionConvOperation.Map(ConvShape.Of("drconv", input.Shape, GuideConv.Weight.Value.Shape, null, movement), guide));
    }

    /// <summary>
    /// The share of output pixels that each region has: a region that has none learns nothing but through the guide. All 0 where there is no pixel.
    /// </summary>
    /// <exception cref="ArgumentException">The input is not [N, I, H, W] with the layer's channels.</exception>
    public double[] Occupancy(Tensor input)
    {
        using var scope = new TensorScope();
        int[] map = RegionMap(input).ToArray<int>();
        var shares = new double[Regions];
        foreach (int region in map) shares[region] += 1.0 / map.Length;
        return shares;
    }
}
