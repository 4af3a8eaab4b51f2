namespace IlgpuConv.Ops;

/// <summary>How other programs number the channels of offsets; names go from the slowest to the fastest.</summary>
public enum DeformOffsetOrder
{
    /// <summary>Offset group, tap, axis: ours, and that of torchvision, mmcv and ONNX.</summary>
    GroupTapAxis,

    /// <summary>Offset group, axis, tap: all of a group's Δy, then all of its Δx.</summary>
    GroupAxisTap,

    /// <summary>Axis, offset group, tap: all Δy, then all Δx.</summary>
    AxisGroupTap,
}
