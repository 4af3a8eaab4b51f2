namespace IlgpuConv.Runtime;

/// <summary>The OpenCL C form of a kernel that a device runs.</summary>
/// <param name="text">UTF-8, or null.</param>
/// <param name="lanes">Lanes of a group.</param>
internal readonly unsafe struct OpenClText(delegate*<ReadOnlySpan<byte>> text, int lanes)
{
    /// <summary>The text without the prelude, UTF-8.</summary>
    public readonly delegate*<ReadOnlySpan<byte>> Text = text;

    /// <summary>Lanes of a group.</summary>
    public readonly int Lanes = lanes;

    /// <summary>
    /// Takes the vector form of <paramref name="kernel"/> with at most <paramref name="lanes"/> lanes, or its form as work items. As
    /// vectors, 8-byte elements have half as many lanes.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isVector">Whether a group is a vector.</param>
    /// <param name="lanes">Lanes of a group of 4-byte elements.</param>
    /// <param name="hasDouble">Whether the device computes in double precision.</param>
    /// <param name="device">The device, for messages.</param>
    /// <exception cref="ArgumentException">The kernel has no such form, or the device has no double precision.</exception>
    public static OpenClText Of(Kernel kernel, bool isVector, int lanes, bool hasDouble, string device)
    {
        KernelCode code = kernel.Code;
        if (code.UsesDouble && !hasDouble)
        {
            throw new ArgumentException(
                $"[launch] a kernel in double precision needs a device that has it. Got {kernel.Name} on {device}.", nameof(kernel));
        }
        if (!isVector && code.OpenClWorkItems != null) return new(code.OpenClWorkItems, lanes);
        if (isVector)
        {
            int most = lanes * 4 / code.LaneBytes;
            if (most >= 16 && code.OpenClLanes16 != null) return new(code.OpenClLanes16, 16);
            if (most >= 8 && code.OpenClLanes8 != null) return new(code.OpenClLanes8, 8);
            if (most >= 4 && code.OpenClLanes4 != null) return new(code.OpenClLanes4, 4);
        }
        string form = isVector ? $"OpenCL C with vectors of {lanes} lanes or fewer" : "OpenCL C with a work item a lane";
        throw new ArgumentException($"[launch] {device} needs {form} of the kernel. Got none in {kernel.Name}.", nameof(kernel));
    }
}
