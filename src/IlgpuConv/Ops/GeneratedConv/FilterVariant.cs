namespace IlgpuConv.Ops;

/// <summary>How a <see cref="GeneratedConvLayer"/> makes the filters of an image from the image.</summary>
public enum FilterVariant
{
    /// <summary>The mean of each channel, then a linear map to all elements of the filters.</summary>
    GapLinear,

    /// <summary>The mean of each channel, a hidden layer with a rectifier, then a linear map to all elements.</summary>
    GapMlp,

    /// <summary>
    /// The mean of each channel over as many regions as the kernel has taps, then one linear map for all of them: tap (u, v) comes from
    /// region (u, v). With hidden features there is a layer with a rectifier before.
    /// </summary>
    PoolConv,

    /// <summary>
    /// An ordinary filter plus a generated one, <c>W = W0 + scale ΔW(x)</c>; the generator's last layer starts at 0, so that training
    /// starts from an ordinary convolution. With hidden features the generator is that of <see cref="GapMlp"/>.
    /// </summary>
    Residual,
}
