using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The layer of <c>x.CoordConv2d</c>: a convolution that sees where it is. In inference the map of the coordinates is kept for each image size
/// until the filter changes, <c>O H' W'</c> numbers. First values as of a convolution with the coordinates among its inputs. Source: Liu et al.,
/// "An intriguing failing of convolutional neural networks and the CoordConv solution" (2018).
/// </summary>
public sealed class CoordConv2d : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input, without coordinates.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="coordinates">Which coordinates it sees; the places by default.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public CoordConv2d(
        int inChannels, int outChannels, Pair kernel, CoordinateChannels? coordinates = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null,
        bool hasBias = true, RandomGenerator? generator = null, Device? device = null)
    {
        (Coordinates, Stride, Padding, Dilation) = (coordinates ?? CoordinateChannels.Places, stride ?? 1, padding ?? 0, dilation ?? 1);
        if (inChannels < 1 || outChannels < 1 || kernel.Axes.Min() < 1 || Stride.Axes.Min() < 1 || Dilation.Axes.Min() < 1)
        {
            throw new ArgumentException(
                $"[coord conv] channels, kernel, stride and dilation must be at least 1. Got inChannels {inChannels}, outChannels {outChannels}, " +
                $"kernel ({kernel.Height}, {kernel.Width}), stride ({Stride.Height}, {Stride.Width}), dilation ({Dilation.Height}, {Dilation.Width}).");
        }
        Shape shape = [outChannels, inChannels + Coordinates.Count(2), kernel.Height, kernel.Width];
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(shape), generator, device: device));
    }

    /// <summary>The filter <c>[O, C + count, kH, kW]</c>: the input's channels first, then the coordinates.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Which coordinates it sees.</summary>
    public CoordinateChannels Coordinates { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Positions around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>The map that the coordinates add to every image of a size, <c>[1, O, H', W']</c>; kept with the filter.</summary>
    public Tensor CoordinateMap(int height, int width) => Weight.Value.Derived((this, "map", height, width), weight =>
    {
        using var noGrad = new NoGrad();
        int count = Coordinates.Count(2);
        using var scope = new TensorScope();
        Tensor places = Coordinates.Make(1, [height, width], weight.Type, weight.Device);
        return scope.Keep(places.Conv2d(weight.Slice(1, weight.Shape[1] - count, count), null, Stride, Padding, Dilation));
    });

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int count = Coordinates.Count(2), channels = Weight.Value.Shape[1] - count;
        bool isKept = count > 0 && input.Shape.Rank == 4 && input.Shape[1] == channels && !(GradientMode.IsOn && Weight.Value.RequiresGrad);
        if (!isKept) return input.CoordConv2d(Weight, Bias, Stride, Padding, Dilation, Coordinates);
        Tensor own = Weight.Value.Derived((this, "own"), weight =>
        {
            using var noGrad = new NoGrad();
            using var scope = new TensorScope();
            // A copy in any case: a view would keep the filter that keeps it.
            return scope.Keep(TensorCopy.ToOrder(weight.Slice(1, 0, channels), MemoryOrder.Filter));
        });
        return input.Conv2d(own, Bias, Stride, Padding, Dilation) + CoordinateMap(input.Shape[2], input.Shape[3]);
    }
}
