using System.Text.Json.Serialization;

namespace IlgpuConv.Perf;

/// <summary>One comparison, as <c>--json</c> has it: a line each, with these fields.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Batch">N.</param>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="Mode"><c>forward</c>, or <c>forward+backward</c> and, of a network, <c>training</c>, which count three times the operations, or <c>inference</c>.</param>
/// <param name="Algorithm"><c>direct</c> against a direct kernel, <c>default</c> against what the peer chooses.</param>
/// <param name="OursGflops">Our 10⁹ operations a second, from the median time.</param>
/// <param name="Peer"><c>torch</c>, <c>onednn-direct</c> or <c>onednn-winograd</c>, in its better layout.</param>
/// <param name="PeerGflops">The peer's.</param>
/// <param name="Ratio">Ours by the peer's.</param>
internal sealed record PeerComparison(
    [property: JsonPropertyName("layer")] string Layer,
    [property: JsonPropertyName("n")] int Batch,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("mode")] string Mode,
    [property: JsonPropertyName("algorithm")] string Algorithm,
    [property: JsonPropertyName("ours_gflops")] double OursGflops,
    [property: JsonPropertyName("peer")] string Peer,
    [property: JsonPropertyName("peer_gflops")] double PeerGflops,
    [property: JsonPropertyName("ratio")] double Ratio);
