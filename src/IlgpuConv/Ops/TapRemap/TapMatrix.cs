using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A linear map of the taps of a filter, the same for every pair of channels: <c>w'[o, c, s] = Σ_t T[s, t] w[o, c, t]</c>, taps counted row by
/// row. Convolutions that are ordinary ones with such a filter train the stored <c>w</c> and run the merged <c>w'</c>.
/// </summary>
public sealed class TapMatrix
{
    private readonly double[,] _coefficients;
    private readonly ConditionalWeakTable<Device, ConcurrentDictionary<(ElementType Type, bool IsAdjoint), Tensor>> _tensors = [];

    /// <summary>Makes a map.</summary>
    /// <param name="coefficients"><c>T[s, t]</c>: a row for each tap of the filter that is run, a column for each tap that is stored.</param>
    /// <param name="kernel">The size of the filter that is run.</param>
    /// <exception cref="ArgumentException">The rows are not as many as the taps of <paramref name="kernel"/>.</exception>
    public TapMatrix(double[,] coefficients, params int[] kernel)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Length is < 1 or > 3 || kernel.Min() < 1 || coefficients.GetLength(0) != kernel.Aggregate(1L, (taps, size) => taps * size) || coefficients.GetLength(1) < 1)
        {
            throw new ArgumentException(
                "[tap matrix] there must be a row for each tap of the kernel, and a column at least. " +
                $"Got {coefficients.GetLength(0)} x {coefficients.GetLength(1)} for kernel ({string.Join(", ", kernel)}).");
        }
        (_coefficients, Kernel) = ((double[,])coefficients.Clone(), [.. kernel]);
    }

    /// <summary>Taps of the filter that is run.</summary>
    public int Rows => _coefficients.GetLength(0);

    /// <summary>Taps that are stored.</summary>
    public int Columns => _coefficients.GetLength(1);

    /// <summary>The size of the filter that is run.</summary>
    public IReadOnlyList<int> Kernel { get; }

    /// <summary>The part of stored tap <paramref name="column"/> in tap <paramref name="row"/>.</summary>
    public double this[int row, int column] => _coefficients[row, column];

    /// <summary>The coefficients row by row on a device, or those of the transposed map.</summary>
    internal Tensor On(Device device, ElementType type, bool isAdjoint) =>
        _tensors.GetOrCreateValue(device).GetOrAdd((type, isAdjoint), _ =>
        {
            using IDisposable own = TensorScope.Suspend();
            (int rows, int columns) = isAdjoint ? (Columns, Rows) : (Rows, Columns);
            var values = new double[rows * columns];
            for (int i = 0; i < values.Length; i++)
                values[i] = isAdjoint ? _coefficients[i % columns, i / columns] : _coefficients[i / columns, i % columns];
            return Tensor.FromDoubles(values, [rows, columns], type, device, MemoryOrder.RowMajor);
        });
}
