using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// Filters of images: one or three channels in and out, where lanes over channels would leave vectors all but empty. The timed ones
/// are of the size of a screen, 3840 x 2160, and bound by memory.
/// </summary>
internal sealed class ImageFilterCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach (int kernel in (int[])[3, 5])
        {
            yield return Filter($"Conv2d/1-1 k{kernel} same 7x37", 1, 1, kernel, 7, 37);
            yield return Filter($"Conv2d/3-3 k{kernel} same 5x35", 3, 1, kernel, 5, 35);
            yield return Filter($"Conv2d/3-3 k{kernel} depthwise 6x35", 3, 3, kernel, 6, 35);
            yield return Filter($"Conv2d/1-1@3840x2160 k{kernel}", 1, 1, kernel, 2160, 3840, isTimed: true);
            yield return Filter($"Conv2d/3-3@3840x2160 k{kernel}", 3, 1, kernel, 2160, 3840, isTimed: true);
            yield return Filter($"Conv2d/3-3@3840x2160 k{kernel} depthwise", 3, 3, kernel, 2160, 3840, isTimed: true);
        }
        yield return Filter("Conv2d/2-2 k5 same 6x40", 2, 1, 5, 6, 40);
        yield return Filter("Conv2d/4-4 k3 same 5x37", 4, 1, 3, 5, 37);
        yield return Filter("Conv2d/3-3 k7 depthwise 8x35", 3, 3, 7, 8, 35);
        yield return ConvCases.Case("Conv2d/3-3 k3 d2 9x38", [1, 3, 9, 38], [3, 3, 3, 3], padding: 2, dilation: 2);
        yield return ConvCases.Case("Conv2d/1-1 k3 1x1", [1, 1, 1, 1], [1, 1, 3, 3], padding: 1);
        yield return ConvCases.Case("Conv2d/1-1 k5 s2 d2 9x21 n2", [2, 1, 9, 21], [1, 1, 5, 5], stride: 2, padding: 4, dilation: 2);
        yield return ConvCases.Case("Conv2d/2-4 k3 3x40", [1, 2, 3, 40], [4, 2, 3, 3], padding: (0, 1));
    }

    private static OperationCase Filter(string name, int channels, int groups, int kernel, int height, int width, bool isTimed = false)
    {
        Shape weight = [channels, channels / groups, kernel, kernel];
        return ConvCases.Case(name, [1, channels, height, width], weight, padding: kernel / 2, groups: groups, isTimed: isTimed);
    }
}
