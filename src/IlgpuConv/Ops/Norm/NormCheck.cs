using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What the normalisations ask of their tensors beyond the sizes.</summary>
internal static class NormCheck
{
    /// <summary>Throws unless all tensors have the input's type and device, and what belongs together is given together.</summary>
    public static void Tensors(string area, Tensor x, Tensor? weight, Tensor? bias, Tensor? mean = null, Tensor? variance = null)
    {
        Pair(area, "weight", weight, "bias", bias);
        Pair(area, "running mean", mean, "running variance", variance);
        foreach (Tensor? other in (Tensor?[])[weight, bias, mean, variance])
        {
            if (x.IsFloating && (other is null || (other.Type == x.Type && other.Device == x.Device))) continue;
            string got = other is null ? $"{x}" : $"{x} and {other}";
            throw new ArgumentException($"[{area}] all tensors must be f32 or all f64, on one device. Got {got}.", nameof(x));
        }
    }

    private static void Pair(string area, string firstName, Tensor? first, string secondName, Tensor? second)
    {
        if (first is null == second is null) return;
        throw new ArgumentException(
            $"[{area}] {firstName} and {secondName} are given together. Got {firstName} {first?.ToString() ?? "null"} and {secondName} {second?.ToString() ?? "null"}.");
    }
}
