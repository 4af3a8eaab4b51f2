namespace IlgpuConv.Perf;

/// <summary>The networks of <c>perf/peers/layers.tsv</c> that are trained.</summary>
internal static class TrainedNetworks
{
    /// <summary>The line of a kind, or null after an error line that names those there are.</summary>
    public static PeerLayer? Find(string kind, HarnessOutput output)
    {
        List<PeerLayer> networks = [.. PeerLayer.Read(Path.Combine(AppContext.BaseDirectory, "peers", "layers.tsv")).Where(l => l.IsNetwork)];
        PeerLayer? found = networks.Find(l => l.Kind == kind);
        if (found is null) output.Error.WriteLine($"[profile] a network must be one of {string.Join(", ", networks.Select(l => l.Kind))}. Got '{kind}'.");
        return found;
    }
}
