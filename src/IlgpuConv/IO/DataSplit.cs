namespace IlgpuConv.IO;

/// <summary>Images to train with and images to test with.</summary>
/// <param name="Name">What the data are called in messages.</param>
/// <param name="Train">The images to train with.</param>
/// <param name="Test">The images that training never sees.</param>
public sealed record DataSplit(string Name, LabelledImages Train, LabelledImages Test)
{
    /// <summary>
    /// Splits by class: of each class, round(<paramref name="testShare"/> · its images) go to the test part, chosen by
    /// <paramref name="seed"/> alone; both parts keep the order of the file.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="testShare"/> is not between 0 and 1.</exception>
    public static DataSplit Stratified(string name, LabelledImages images, double testShare, long seed)
    {
        if (!(testShare >= 0 && testShare <= 1))
        {
            throw new ArgumentException($"[data] testShare must be 0 to 1. Got {testShare}.");
        }

        bool[] test = new bool[images.Count];
        int[] order = new SeededStream(seed, 0).Permutation(images.Count);
        int[] wanted = new int[images.Classes];
        foreach (int label in images.Labels)
        {
            wanted[label]++;
        }

        for (int c = 0; c < wanted.Length; c++)
        {
            wanted[c] = (int)Math.Round(wanted[c] * testShare, MidpointRounding.AwayFromZero);
        }

        foreach (int image in order)
        {
            test[image] = wanted[images.Labels[image]]-- > 0;
        }

        int[] all = [.. Enumerable.Range(0, images.Count)];
        return new DataSplit(
            name, images.Select(Array.FindAll(all, i => !test[i])), images.Select(Array.FindAll(all, i => test[i])));
    }
}
