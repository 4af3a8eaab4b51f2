using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What scales each channel of each image <c>[N, C, H, W]</c>, or signal <c>[N, C, W]</c>, by a number that two layers make of the channels' means: <c>y = x s</c>,
/// <c>s = σ(W2 relu(W1 z + b1) + b2)</c>.
/// </summary>
/// <remarks>State: <c>fc1.weight [h, C, 1, 1]</c>, <c>fc2.weight [C, h, 1, 1]</c> and their biases, as in timm.</remarks>
public abstract class ChannelGate : Module, IVisible
{
    private readonly string _area;

    private protected ChannelGate(string area, int channels, int hidden, bool hasBias, RandomGenerator? generator, Device? device)
    {
        (_area, Channels) = (area, channels);
        Reduce = AddModule("fc1", new Conv2d(channels, hidden, 1, hasBias: hasBias, generator: generator, device: device));
        Restore = AddModule("fc2", new Conv2d(hidden, channels, 1, hasBias: hasBias, generator: generator, device: device));
    }

    /// <summary>Channels of the input and the output.</summary>
    public int Channels { get; }

    /// <summary>The map from the channels to the hidden features.</summary>
    public Conv2d Reduce { get; }

    /// <summary>The map from the hidden features to the channels.</summary>
    public Conv2d Restore { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(SignalView.Through(input, x => x * Gate(x)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Shares("factor of each channel", Gate(input));
    }

    /// <summary>The factor of each channel of each image, <c>[N, C, 1, 1]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] or [N, C, W] with the layer's channels.</exception>
    public Tensor Gate(Tensor input)
    {
        CheckAny(_area, input, Channels);
        using var scope = new TensorScope();
        return scope.Keep(Activate(Logits(SignalView.Image(input))));
    }

    /// <summary>What the gate is made of: <c>[N, C, 1, 1]</c>.</summary>
    private protected virtual Tensor Logits(Tensor input) => Map(input.GlobalAvgPool2d());

    private protected virtual Tensor Activate(Tensor logits) => logits.Sigmoid();

    /// <summary>The two layers, on <c>[N, C, 1, 1]</c>.</summary>
    private protected Tensor Map(Tensor pooled) => Restore.Forward(Reduce.Forward(pooled).Relu());

    /// <summary>Checks an image, or a signal, that has so many channels.</summary>
    internal static void CheckAny(string area, Tensor input, int channels)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank is not (3 or 4) || input.Shape[1] != channels)
            throw new ArgumentException($"[{area}] the input must be [N, {channels}, H, W] or [N, {channels}, W]. Got {input.Shape}.", nameof(input));
    }

    internal static void Check(string area, Tensor input, int channels)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[1] != channels)
            throw new ArgumentException($"[{area}] the input must be [N, {channels}, H, W]. Got {input.Shape}.", nameof(input));
    }
}
