using IlgpuConv.Autograd;

namespace IlgpuConv.Analysis;

/// <summary>
/// The rule of hybrid dilated convolution for a stack of n layers: with <c>M_n = d_n</c> and
/// <c>M_i = max(M_i+1 - 2 d_i, M_i+1 - 2 (M_i+1 - d_i), d_i)</c>, the largest distance between two neighbours that are reached, <c>M_2 ≤ k</c>, and the dilations
/// have no common divisor. Source: Wang et al., "Understanding Convolution for Semantic Segmentation" (2018).
/// </summary>
/// <param name="Kernel">k.</param>
/// <param name="Dilations">d, first layer first.</param>
/// <param name="Distances">M, first layer first.</param>
/// <param name="Divisor">The largest common divisor of the dilations.</param>
public sealed record DilationRule(int Kernel, IReadOnlyList<int> Dilations, IReadOnlyList<int> Distances, int Divisor)
{
    /// <summary>Whether the rule is kept.</summary>
    public bool IsKept => Divisor == 1 && (Distances.Count == 1 || Distances[1] <= Kernel);

    /// <summary>Evaluates the rule.</summary>
    /// <exception cref="ArgumentException">There is no dilation, or a number is below 1.</exception>
    public static DilationRule Of(int kernel, params IReadOnlyList<int> dilations)
    {
        TapCoverage.Check(kernel, dilations);
        int[] distances = [.. dilations];
        for (int i = dilations.Count - 2; i >= 0; i--)
        {
            int next = distances[i + 1], d = dilations[i];
            distances[i] = Math.Max(Math.Max(next - 2 * d, next - 2 * (next - d)), d);
        }
        return new DilationRule(kernel, [.. dilations], distances, dilations.Aggregate(AxisMap.Shared));
    }

    /// <summary>
    /// Dilations, from small to large, of as many layers and with the same field, that keep the rule and miss no position; of several those whose largest
    /// is smallest. Where no dilations do, the field is the largest below.
    /// </summary>
    public IReadOnlyList<int> Suggestion()
    {
        if (IsKept && TapCoverage.Of(Kernel, Dilations).IsFull) return Dilations;
        for (int sum = Dilations.Sum(); sum > Dilations.Count; sum--)
        {
            for (int most = (sum + Dilations.Count - 1) / Dilations.Count; most <= sum; most++)
            {
                if (Find([], Dilations.Count, sum, most) is { } found) return found;
            }
        }
        return [.. Enumerable.Repeat(1, Dilations.Count)];
    }

    /// <summary>The rule in one line.</summary>
    public override string ToString() =>
        $"dilations {string.Join(", ", Dilations)}: largest distances {string.Join(", ", Distances)}, common divisor {Divisor}; the rule is {(IsKept ? "kept" : $"broken, {string.Join(", ", Suggestion())} keep it")}";

    private IReadOnlyList<int>? Find(List<int> before, int count, int sum, int most)
    {
        if (before.Count == count) return sum == 0 && before[^1] == most && Of(Kernel, before).IsKept && TapCoverage.Of(Kernel, before).IsFull ? [.. before] : null;
        int left = count - before.Count, least = before.Count == 0 ? 1 : before[^1];
        for (int next = Math.Max(least, sum - (left - 1) * most); next <= most && next * left <= sum; next++)
        {
            before.Add(next);
            IReadOnlyList<int>? found = Find(before, count, sum - next, most);
            before.RemoveAt(before.Count - 1);
            if (found is not null) return found;
        }
        return null;
    }
}
