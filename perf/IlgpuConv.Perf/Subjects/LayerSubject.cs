using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>
/// A layer that peers are compared on, on any device: its forward, or its forward and all three gradients. The same layers run in PyTorch on
/// the same GPU by <c>torch_gpu.py</c>.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="IsBackward">Whether gradients are part of a run.</param>
internal sealed record LayerSubject(PeerLayer Layer, bool IsBackward) : Subject("layers", $"{Layer} {(IsBackward ? "forward+backward" : "forward")}")
{
    /// <inheritdoc/>
    public override double InputBytes => (IsBackward ? 3 : 1) * 4.0 * (Elements(Layer.Input) + Elements(Layer.FilterShape) + Elements(Layer.Output));

    /// <summary>The layers of the tables beside the harness, those of networks left out.</summary>
    public static IEnumerable<LayerSubject> All() =>
        from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "peers"), "layers*.tsv").Order(StringComparer.Ordinal)
        from layer in PeerLayer.Read(file)
        where !layer.IsNetwork && !layer.IsInference
        from isBackward in new[] { false, true }
        select new LayerSubject(layer, isBackward);

    /// <inheritdoc/>
    public override bool Fits(Device device) => device is not ReferenceDevice;

    /// <inheritdoc/>
    public override string? Fault(Device device, CaseChecks checks)
    {
        using var layer = new OurLayer(Layer, device);
        double error = layer.Check();
        return error <= 1 ? null : FormattableString.Invariant($"sampled outputs are off by {error:G3} rounding bounds");
    }

    /// <inheritdoc/>
    public override Session Open(Device device)
    {
        var layer = new OurLayer(Layer, device);
        return new Session(device, () => layer.Run(IsBackward), layer.Dispose) { Flops = (IsBackward ? 3 : 1) * Layer.Flops, Bytes = InputBytes };
    }

    private static double Elements(int[] shape) => shape.Aggregate(1.0, (product, size) => product * size);
}
