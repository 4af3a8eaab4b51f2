namespace IlgpuConv.IO;

/// <summary>Where a training is: whole epochs and batches done, and how the epoch went so far.</summary>
/// <param name="Epoch">Epochs that are done.</param>
/// <param name="Batch">Batches of the next epoch that are done.</param>
/// <param name="Images">Images seen in the epoch that <paramref name="LossSum"/> and <paramref name="Correct"/> count.</param>
/// <param name="LossSum">The sum of their losses, each as it was before its step.</param>
/// <param name="Correct">Those whose class was found before their step.</param>
public sealed record TrainingProgress(int Epoch, int Batch, int Images, double LossSum, int Correct)
{
    /// <summary>The mean loss of the epoch so far.</summary>
    public double Loss => Images == 0 ? 0 : LossSum / Images;

    /// <summary>The share of images whose class was found.</summary>
    public double Accuracy => Images == 0 ? 0 : (double)Correct / Images;
}
