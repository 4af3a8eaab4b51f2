namespace IlgpuConv.Cli;

/// <summary>Probabilities as bars, one line a class.</summary>
internal static class Bars
{
    private const int Width = 40;

    public static void Draw(Screen screen, double[] probabilities)
    {
        int digits = $"{probabilities.Length - 1}".Length;
        for (int c = 0; c < probabilities.Length; c++)
        {
            string bar = new(screen.IsTerminal ? '█' : '#', (int)Math.Round(probabilities[c] * Width));
            string number = FormattableString.Invariant($"{probabilities[c] * 100,5:0.0}%");
            screen.Line($"{$"{c}".PadLeft(digits)}  {number}  {bar}".TrimEnd());
        }
    }
}
