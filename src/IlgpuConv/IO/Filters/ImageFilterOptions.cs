namespace IlgpuConv.IO;

/// <summary>What the filters of images can be told; each reads what it has a use for.</summary>
/// <param name="Size">Rows and columns of the kernel, odd.</param>
/// <param name="Sigma">The deviation of a Gaussian in pixels.</param>
/// <param name="Theta">The part of the differences: 0 is none, 1 is nothing else.</param>
/// <param name="Amount">How strong a deformation is, in radians or pixels.</param>
/// <param name="Gain">What the result is multiplied by before it becomes a picture.</param>
public sealed record ImageFilterOptions(int Size = 5, double Sigma = 1.5, double Theta = 1, double Amount = 1, double Gain = 1)
{
    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    public void Check()
    {
        bool fits = Size is >= 1 and <= 99 && Size % 2 == 1 && Sigma is > 0 and <= 100 && double.IsFinite(Theta) && double.IsFinite(Amount) && double.IsFinite(Gain);
        if (fits) return;
        throw new ArgumentException(FormattableString.Invariant(
            $"[filter] the size must be odd and 1 to 99, sigma above 0 and at most 100, and the others numbers. Got size {Size}, sigma {Sigma}, theta {Theta}, amount {Amount}, gain {Gain}."));
    }
}
