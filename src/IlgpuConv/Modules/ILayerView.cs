using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>Takes what layers have to show (see <see cref="IVisible"/>), each under a title that says what the numbers are.</summary>
public interface ILayerView
{
    /// <summary>Numbers over the pixels of each image: <c>[N, C, H, W]</c>.</summary>
    void Map(string title, Tensor values);

    /// <summary>One number for each of K things in each image: <c>[N, K]</c> and axes of size 1.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="names">The things; null where they are numbered from 0, such as channels.</param>
    void Shares(string title, Tensor values, IReadOnlyList<string>? names = null);

    /// <summary>The part of the image that each pixel belongs to: <c>i32 [N, 1, H, W]</c> of 0 to <paramref name="count"/> - 1.</summary>
    void Regions(string title, Tensor map, int count);

    /// <summary>The positions that a filter reads.</summary>
    void Points(string title, SamplingPoints points);

    /// <summary>The filters of each image: <c>[N, O, I, kH, kW]</c>.</summary>
    void Filters(string title, Tensor filters);

    /// <summary>A table of numbers: <c>cells[row, column]</c>, both counted from <paramref name="first"/>.</summary>
    /// <param name="title">What is counted.</param>
    /// <param name="rows">What a row stands for.</param>
    /// <param name="columns">What a column stands for.</param>
    /// <param name="cells">The numbers.</param>
    /// <param name="first">The number of the first row and column.</param>
    void Cells(string title, string rows, string columns, double[,] cells, int first = 0);
}
