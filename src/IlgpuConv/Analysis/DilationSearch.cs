using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// Efficient dilation optimisation: a supernet has large kernels of (2 d + 1) x (2 d + 1); each channel of each then keeps those 9 taps, at one
/// of d x d dilations, without which its output changes least: <c>argmin_(dy, dx) mean |conv(x; w) - conv(x; w at (dy, dx))|</c>. Source: Liu et al.,
/// "Inception Convolution with Efficient Dilation Search" (2021).
/// </summary>
public static class DilationSearch
{
    /// <summary>
    /// A supernet for a classifier: convolutions with large kernels, each with batch normalisation and a rectifier, pooling from the second on where
    /// the image still has four positions, and a linear layer of the means of four regions.
    /// </summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Height or width of the images, the smaller one.</param>
    /// <param name="widths">Channels of each convolution.</param>
    /// <param name="maxDilation">d.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public static Sequential Supernet(
        int channels, int size, IReadOnlyList<int> widths, int maxDilation, int classes, RandomGenerator? generator = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (channels < 1 || size < 1 || widths.Count == 0 || widths.Min() < 1 || maxDilation < 1 || classes < 1)
        {
            throw new ArgumentException(
                $"[dilation search] all numbers must be at least 1. Got channels {channels}, size {size}, widths [{string.Join(", ", widths)}], maxDilation {maxDilation}, classes {classes}.");
        }
        var network = new Sequential();
        for (int i = 0; i < widths.Count; i++)
        {
            if (i > 0 && size >= 4)
            {
                network.Add(new MaxPool2d(2), $"pool{i}");
                size /= 2;
            }
            network.Add(
                new Conv2d(channels, widths[i], 2 * maxDilation + 1, padding: maxDilation, hasBias: false, generator: generator, device: device), $"c{i + 1}")
                .Add(new BatchNorm2d(widths[i], device: device), $"bn{i + 1}").Add(new Relu(), $"relu{i + 1}");
            channels = widths[i];
        }
        int regions = Math.Min(2, size);
        return network.Add(new AdaptiveAvgPool2d(regions), "pool").Add(new FlattenLinear(channels, regions, regions, classes, generator: generator, device: device), "fc");
    }

    /// <summary>
    /// Chooses the dilations of every large convolution of a supernet and makes the network that has them. The channels of a layer are sorted by dilation,
    /// and what follows is reordered with them. The supernet's other layers become those of the new network: use it no more.
    /// </summary>
    /// <param name="supernet">
    /// Modules one after the other: convolutions with an odd kernel from 3 x 3 on, padding that keeps the size, one group and no dilation are
    /// searched; between them batch normalisation, other convolutions, linear layers, and what has no parameters.
    /// </param>
    /// <param name="images">Batches <c>[N, C, H, W]</c> to measure with.</param>
    /// <param name="progress">Hears of each layer as soon as it is chosen.</param>
    /// <param name="stop">Stops between two layers.</param>
    /// <exception cref="ArgumentException">There are no images, or a layer cannot be reordered.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DilationSearchResult Run(
        Sequential supernet, IReadOnlyList<Tensor> images, Action<LayerDilations>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0 || images.Any(batch => batch.Shape.Elements == 0)) throw new ArgumentException("[dilation search] there must be images to measure with. Got none.", nameof(images));
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        supernet.Eval();
        var network = new Sequential();
        var layers = new List<LayerDilations>();
        Tensor[] values = [.. images];
        int[]? order = null;
        foreach ((string name, Module module) in supernet.Children)
        {
            stop.ThrowIfCancellationRequested();
            Tensor[] before = values;
            values = Array.ConvertAll(before, module.Forward);
            if (module is Conv2d { Groups: 1 } conv && IsSearched(conv))
            {
                layers.Add(Choose(name, conv, before));
                progress?.Invoke(layers[^1]);
                network.Add(Crop(conv, layers[^1], order), name);
                order = DilationPattern.Of(layers[^1].Chosen).SortedOrder();
                continue;
            }
            if (order is not null) order = Follow(name, module, order);
            network.Add(module, name);
        }
        return new DilationSearchResult(network, layers);
    }

    private static bool IsSearched(Conv2d conv)
    {
        (int height, int width) = (conv.Weight.Value.Shape[2], conv.Weight.Value.Shape[3]);
        return height == width && height % 2 == 1 && height >= 3 && conv.Dilation == 1 && conv.Activation == ConvActivation.None
            && conv.PaddingMode == PaddingMode.Zeros && conv.Padding.Equals((Padding2)(height / 2));
    }

    private static LayerDilations Choose(string name, Conv2d conv, Tensor[] inputs)
    {
        Tensor weight = conv.Weight.Value;
        int outputs = weight.Shape[0], kernel = weight.Shape[2], reach = kernel / 2;
        double[] full = weight.ToDoubles();
        var chosen = new Pair[outputs];
        var errors = new double[outputs];
        Array.Fill(errors, double.PositiveInfinity);
        for (int dy = 1; dy <= reach; dy++)
        {
            for (int dx = 1; dx <= reach; dx++)
            {
                // Convolution is linear: what the other taps make is the difference, and exactly 0 where they are.
                double[] rest = [.. full];
                foreach (int tap in Taps(kernel, (dy, dx)))
                    for (int filter = 0; filter < full.Length; filter += kernel * kernel) rest[filter + tap] = 0;
                double[] means = MeanSize(rest, conv, inputs);
                for (int o = 0; o < outputs; o++)
                    if (means[o] < errors[o]) (errors[o], chosen[o]) = (means[o], (dy, dx));
            }
        }
        return new LayerDilations(name, reach, chosen, errors, MeanSize(full, conv, inputs).Average());
    }

    /// <summary>The mean of |conv(x; w)| of each channel.</summary>
    private static double[] MeanSize(double[] weight, Conv2d conv, Tensor[] inputs)
    {
        using var scope = new TensorScope();
        Tensor like = conv.Weight.Value;
        Tensor filter = Tensor.FromDoubles(weight, like.Shape, like.Type, like.Device, like.Order);
        var means = new double[like.Shape[0]];
        double images = inputs.Sum(x => x.Shape[0]);
        foreach (Tensor x in inputs)
        {
            using var inner = new TensorScope();
            Tensor y = x.Conv2d(filter, null, conv.Stride, conv.Padding);
            double[] each = (y.Relu() + (-y).Relu()).Mean([0, 2, 3]).ToDoubles();
            for (int o = 0; o < means.Length; o++) means[o] += each[o] * x.Shape[0] / images;
        }
        return means;
    }

    /// <summary>The places of 3 x 3 taps of a dilation in a kernel, row by row.</summary>
    private static IEnumerable<int> Taps(int kernel, Pair dilation) =>
        from u in (int[])[-1, 0, 1]
        from v in (int[])[-1, 0, 1]
        select (kernel / 2 + u * dilation.Height) * kernel + kernel / 2 + v * dilation.Width;

    private static InceptionConv2d Crop(Conv2d conv, LayerDilations layer, int[]? inputOrder)
    {
        Tensor weight = conv.Weight.Value;
        (int outputs, int inputs, int kernel) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        double[] full = weight.ToDoubles();
        var kept = new double[outputs * inputs * 9];
        int[] order = DilationPattern.Of(layer.Chosen).SortedOrder();
        int next = 0;
        foreach (int o in order)
        {
            for (int c = 0; c < inputs; c++)
            {
                int filter = (o * inputs + (inputOrder is null ? c : inputOrder[c])) * kernel * kernel;
                foreach (int tap in Taps(kernel, layer.Chosen[o])) kept[next++] = full[filter + tap];
            }
        }
        var made = new InceptionConv2d(inputs, layer.Pattern, 3, conv.Stride, hasBias: conv.Bias is not null, device: weight.Device);
        made.To(weight.Type);
        made.Weight.Value.CopyFrom(Tensor.FromDoubles(kept, made.Weight.Value.Shape, weight.Type, weight.Device, weight.Order));
        if (conv.Bias is not null)
        {
            made.Bias!.Value.CopyFrom(conv.Bias.Value);
            Reorder(made.Bias.Value, 0, order);
        }
        return made;
    }

    /// <summary>Reorders a module whose input is reordered; the order of its output, or null where it has its own again.</summary>
    private static int[]? Follow(string name, Module module, int[] order)
    {
        switch (module)
        {
            case BatchNorm2d:
                foreach (Parameter parameter in module.OwnParameters) Reorder(parameter.Value, 0, order);
                foreach (ModuleBuffer buffer in module.OwnBuffers)
                    if (buffer.Value.Shape.Rank == 1) Reorder(buffer.Value, 0, order);
                return order;
            case Conv2d { Groups: 1 } conv:
                Reorder(conv.Weight.Value, 1, order);
                return null;
            case FlattenLinear linear:
                Reorder(linear.Weight.Value, 1, order);
                return null;
            case Linear linear when linear.Weight.Value.Shape[1] == order.Length:
                Reorder(linear.Weight.Value, 1, order);
                return null;
            default:
                if (!module.NamedParameters().Any() && !module.NamedBuffers().Any()) return order;
                throw new ArgumentException($"[dilation search] after a searched layer there may be batch normalisation, convolutions with one group, linear layers, and what has no parameters. Got {module.GetType().Name} '{name}'.");
        }
    }

    private static void Reorder(Tensor tensor, int axis, int[] order)
    {
        double[] values = tensor.ToDoubles(), reordered = new double[values.Length];
        int inner = tensor.Shape.Skip(axis + 1).Aggregate(1, (product, size) => product * size), size = tensor.Shape[axis];
        for (int i = 0; i < values.Length; i++)
        {
            int at = i / inner % size;
            reordered[i] = values[i + (order[at] - at) * inner];
        }
        tensor.CopyFrom(Tensor.FromDoubles(reordered, tensor.Shape, tensor.Type, tensor.Device, tensor.Order));
    }
}
