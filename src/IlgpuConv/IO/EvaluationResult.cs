namespace IlgpuConv.IO;

/// <summary>How often a network was right.</summary>
/// <param name="Confusion">The images of class i that were taken for class j, at [i, j].</param>
public sealed record EvaluationResult(int[,] Confusion)
{
    /// <summary>The images that were tested.</summary>
    public int Count => Confusion.Cast<int>().Sum();

    /// <summary>The images whose class was found.</summary>
    public int Correct => Enumerable.Range(0, Confusion.GetLength(0)).Sum(i => Confusion[i, i]);

    /// <summary>Correct / Count.</summary>
    public double Accuracy => (double)Correct / Count;
}
