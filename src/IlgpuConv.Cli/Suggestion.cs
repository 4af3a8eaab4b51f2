namespace IlgpuConv.Cli;

/// <summary>Finds what was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that names the nearest of <paramref name="known"/>, or all of them if none is near.</summary>
    public static string For(string typed, IReadOnlyList<string> known) =>
        Nearest(typed, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"There are: {string.Join(", ", known)}.";

    /// <summary>The one of <paramref name="known"/> that was probably meant, or null when none is near.</summary>
    public static string? Nearest(string typed, IReadOnlyList<string> known)
    {
        string? nearest = known.MinBy(name => Distance(typed, name));
        return nearest is not null && Distance(typed, nearest) <= Math.Max(1, nearest.Length / 3) ? nearest : null;
    }

    /// <summary>The number of letters to insert, remove, replace or swap to get from one word to the other.</summary>
    internal static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int change = d[i - 1, j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                d[i, j] = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
