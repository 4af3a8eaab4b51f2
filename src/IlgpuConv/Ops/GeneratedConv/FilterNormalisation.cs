namespace IlgpuConv.Ops;

/// <summary>What is done to the filters that a layer generates, each filter of each image by itself.</summary>
public enum FilterNormalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Weight normalisation (Salimans and Kingma 2016): <c>W gain[o] / √(‖W‖² + epsilon)</c>, with a learned gain that starts at √2.</summary>
    WeightNorm,

    /// <summary>Demodulation (Karras et al. 2020): <c>W / √(‖W‖² + epsilon)</c>. It learns nothing.</summary>
    Demodulation,
}
