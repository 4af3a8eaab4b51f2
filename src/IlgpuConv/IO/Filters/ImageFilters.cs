using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>
/// The filters of images by name. A filter is a property with its <see cref="ImageFilter"/> in a file of its own family, a part of this class;
/// adding one edits no other file.
/// </summary>
public static partial class ImageFilters
{
    // With a static constructor the parts' properties are there before any member is used.
    static ImageFilters() => All = [.. Parts.Filters.OrderBy(filter => filter.Name, StringComparer.Ordinal)];

    /// <summary>All filters, by name.</summary>
    public static IReadOnlyList<ImageFilter> All { get; }

    /// <summary>The filter called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are.</exception>
    public static ImageFilter Find(string name) => All.FirstOrDefault(filter => filter.Name == name)
        ?? throw new ArgumentException($"[filter] a filter must be one of {string.Join(", ", All.Select(f => f.Name))}. Got '{name}'.", nameof(name));

    /// <summary>Filters <c>[n, 1, kH, kW]</c> on each channel by itself: result <c>[1, C n, H, W]</c>, the n of a channel side by side; edges are repeated.</summary>
    internal static Tensor OnEach(Tensor x, Tensor filters)
    {
        int channels = x.Shape[1];
        Tensor all = Tensor.Concat(0, [.. Enumerable.Repeat(filters, channels)]);
        return x.Conv2d(all, padding: (filters.Shape[2] / 2, filters.Shape[3] / 2), groups: channels, paddingMode: PaddingMode.Replicate);
    }

    /// <summary>Filters of taps row by row.</summary>
    internal static Tensor Filters(Tensor like, int height, int width, params double[] taps) =>
        Tensor.FromDoubles(taps, [taps.Length / (height * width), 1, height, width], like.Type, like.Device, MemoryOrder.Filter);

    /// <summary>A Gaussian along one axis, which sums to 1.</summary>
    internal static double[] Gaussian(double sigma, int size)
    {
        double[] line = [.. Enumerable.Range(0, size).Select(i => Math.Exp(-Math.Pow(i - size / 2, 2) / (2 * sigma * sigma)))];
        double sum = line.Sum();
        return Array.ConvertAll(line, value => value / sum);
    }

    /// <summary>|x|.</summary>
    internal static Tensor Size(Tensor x) => x.Relu() + (-x).Relu();

    private static ImageFilter Add(ImageFilter filter)
    {
        Parts.Filters.Add(filter);
        return filter;
    }

    /// <summary>What the parts have added; a class of its own, as the order in which parts are initialised is open.</summary>
    private static class Parts
    {
        public static List<ImageFilter> Filters { get; } = [];
    }
}
