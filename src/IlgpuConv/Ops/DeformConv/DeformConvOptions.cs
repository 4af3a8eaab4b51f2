namespace IlgpuConv.Ops;

/// <summary>What the layers of deformable convolution may do otherwise; by default as torchvision's example of version 2.</summary>
public sealed record DeformConvOptions
{
    /// <summary>Groups of input channels with offsets and masks of their own.</summary>
    public int OffsetGroups { get; init; } = 1;

    /// <summary>How the mask is made.</summary>
    public DeformMask Mask { get; init; } = DeformMask.Sigmoid;

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>
    /// Whether the first values of the filter are those of mmcv, uniform in ±1/√(C taps) whatever the groups, and of the bias 0; else those of
    /// PyTorch's convolutions, both uniform in ±1/√(C/groups taps).
    /// </summary>
    public bool StartsAsMmcv { get; init; }

    /// <summary>Version 1 as in mmcv: no mask and no bias.</summary>
    public static DeformConvOptions Version1 { get; } = new() { Mask = DeformMask.None, HasBias = false, StartsAsMmcv = true };

    /// <summary>Version 2 as in mmcv.</summary>
    public static DeformConvOptions Version2 { get; } = new() { StartsAsMmcv = true };
}
