namespace IlgpuConv.Ops;

/// <summary>The widths of an <see cref="InceptionBlock2d"/>.</summary>
public sealed record InceptionBlockOptions
{
    /// <summary>Channels of the 1x1 branch.</summary>
    public required int Direct { get; init; }

    /// <summary>Channels between 1x1 and 3x3.</summary>
    public required int ThreeReduced { get; init; }

    /// <summary>Channels of the 3x3 branch.</summary>
    public required int Three { get; init; }

    /// <summary>Channels between 1x1 and 5x5.</summary>
    public required int FiveReduced { get; init; }

    /// <summary>Channels of the 5x5 branch.</summary>
    public required int Five { get; init; }

    /// <summary>Channels of the branch that pools.</summary>
    public required int Pooled { get; init; }

    /// <summary>The kernel of the largest branch, odd: the paper's is 5, torchvision's GoogLeNet has 3.</summary>
    public int LargeKernel { get; init; } = 5;

    /// <summary>What the norms add to the variance.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Channels of the output.</summary>
    public int OutChannels => Direct + Three + Five + Pooled;
}
