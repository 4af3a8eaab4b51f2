namespace IlgpuConv.Ops;

/// <summary>What normalises the hidden features of an <see cref="ODConvAttention"/>, a map of one pixel.</summary>
public enum ODConvNorm
{
    /// <summary>
    /// Batch normalisation, as in the paper. A batch of one has no variance in training: its features are then normalised by the running
    /// statistics, which do not move.
    /// </summary>
    Batch,

    /// <summary>Batch normalisation that refuses a batch of one in training.</summary>
    StrictBatch,

    /// <summary>Normalisation of each sample by itself, over all its hidden features: the same for any batch.</summary>
    Sample,

    /// <summary>None.</summary>
    None,
}
