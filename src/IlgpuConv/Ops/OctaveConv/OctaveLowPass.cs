namespace IlgpuConv.Ops;

/// <summary>How an image comes to half its size.</summary>
public enum OctaveLowPass
{
    /// <summary>The mean of 2 x 2, as in the published code.</summary>
    Average,

    /// <summary>Every second of 5 x 5 Gaussian means of variance 2, edges repeated, as in the paper's theory.</summary>
    Gaussian,
}
