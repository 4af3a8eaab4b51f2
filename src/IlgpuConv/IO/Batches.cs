namespace IlgpuConv.IO;

/// <summary>
/// The batches of an epoch: every image once, in an order that depends on the seed and the epoch only, so that training may start again
/// at any batch without anything having been saved.
/// </summary>
public sealed class Batches
{
    private readonly LabelledImages images;
    private readonly long? seed;
    private readonly ShiftAugmentation? augmentation;
    private readonly float[] scratch;
    private (int Epoch, int[] Order) shuffled = (-1, []);

    /// <summary>Batches of <paramref name="images"/>; without a seed they come in the order of the file.</summary>
    /// <param name="images">The images.</param>
    /// <param name="batchSize">The images of a batch; the last one may be smaller.</param>
    /// <param name="seed">The seed of the order, or none.</param>
    /// <param name="augmentation">The shifts, or none.</param>
    /// <exception cref="ArgumentException"><paramref name="batchSize"/> is below 1.</exception>
    public Batches(LabelledImages images, int batchSize, long? seed = null, ShiftAugmentation? augmentation = null)
    {
        if (batchSize < 1)
        {
            throw new ArgumentException($"[data] batchSize must be at least 1. Got {batchSize}.");
        }

        (this.images, BatchSize, this.seed, this.augmentation) = (images, batchSize, seed, augmentation);
        scratch = new float[images.ImageLength];
    }

    /// <summary>The images of a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public int Count => (images.Count + BatchSize - 1) / BatchSize;

    /// <summary>The number of images of batch <paramref name="batch"/>.</summary>
    public int Length(int batch) => Math.Min(BatchSize, images.Count - batch * BatchSize);

    /// <summary>The numbers of the images of a batch, in order.</summary>
    public ReadOnlySpan<int> Indices(int epoch, int batch) => Order(epoch).AsSpan(batch * BatchSize, Length(batch));

    /// <summary>Writes a batch: <paramref name="pixels"/> gets [N, C, H, W], <paramref name="labels"/> gets [N].</summary>
    public void Fill(int epoch, int batch, Span<float> pixels, Span<int> labels)
    {
        ReadOnlySpan<int> indices = Indices(epoch, batch);
        int length = images.ImageLength;
        for (int i = 0; i < indices.Length; i++)
        {
            labels[i] = images.Labels[indices[i]];
            Span<float> destination = pixels.Slice(i * length, length);
            if (augmentation is null)
            {
                images.CopyImage(indices[i], destination);
                continue;
            }

            images.CopyImage(indices[i], scratch);
            (int Rows, int Columns) shift = augmentation.Shift(epoch, indices[i]);
            ShiftAugmentation.Apply(shift, scratch, destination, images.Height, images.Width);
        }
    }

    private int[] Order(int epoch)
    {
        if (shuffled.Epoch != epoch)
        {
            int[] order = seed is { } s ? new SeededStream(s, 1, epoch).Permutation(images.Count) : [.. Enumerable.Range(0, images.Count)];
            shuffled = (epoch, order);
        }

        return shuffled.Order;
    }
}
