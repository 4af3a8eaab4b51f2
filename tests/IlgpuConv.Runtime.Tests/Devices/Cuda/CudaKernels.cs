namespace IlgpuConv.Runtime.Tests;

/// <summary>Small kernels for the tests of the CUDA device.</summary>
internal static class CudaKernels
{
    /// <summary>Every lane adds 1 to a counter of its own.</summary>
    [Kernel]
    internal static void Count(ArrayView<int> counters, int lanes)
    {
        int x = Grid.IdxX * Group.DimX + Group.IdxX;
        if (x >= lanes) return;
        int at = x + lanes * (Grid.IdxY + Grid.DimY * Grid.IdxZ);
        counters[at] = counters[at] + 1;
    }

    /// <summary>Reads one view and writes another, which may lie in the same buffer.</summary>
    [Kernel]
    internal static void AddOne(ArrayView<float> x, ArrayView<float> y, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) y[i] = x[i] + 1f;
    }

    /// <summary>Leaves its view.</summary>
    [Kernel]
    internal static void Beyond(ArrayView<float> y, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) y[i + length] = 1f;
    }

    /// <summary>The first stage of a chain: fills the workspace from its end.</summary>
    [Kernel]
    internal static void Produce([Workspace] ArrayView<int> work, int rows, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int at = Grid.IdxY * length + i;
        work[rows * length - 1 - at] = Grid.IdxZ * rows * length + at + 1000;
    }

    /// <summary>The second stage: twice what the first left.</summary>
    [Kernel]
    internal static void Consume([Workspace] ArrayView<int> work, ArrayView<int> output, int rows, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int at = Grid.IdxY * length + i;
        output[Grid.IdxZ * rows * length + at] = 2 * work[rows * length - 1 - at];
    }

    /// <summary>The functions that are made of other instructions, one after the other in the results.</summary>
    [Kernel]
    internal static void Functions(ArrayView<float> x, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i];
        r[i] = XMath.Exp(a);
        r[length + i] = XMath.Log(a);
        r[2 * length + i] = XMath.Tanh(a);
        r[3 * length + i] = XMath.Sin(a);
        r[4 * length + i] = XMath.Cos(a);
    }

    [Kernel]
    internal static void Powers(ArrayView<float> x, ArrayView<float> y, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) r[i] = XMath.Pow(x[i], y[i]);
    }

    /// <summary>The sum of each row, whose elements a lane reads one after the other, and of a column, whose elements lie apart.</summary>
    [Kernel]
    internal static void RowSums(ArrayView<float> x, ArrayView<float> r, int length, int rows)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= rows) return;
        float sum = 0f;
        for (int k = 0; k < Unroll.By(4, length); k++) sum += x[i * length + k] + 100f * x[k * rows + i];
        r[i] = sum;
    }

    public static ChainStage[] Stages(Device device, BufferView output, int rows, int length)
    {
        var work = new BufferView(output.Buffer, ElementType.Int32, 0, 0);
        return
        [
            CudaKernelsLaunch.ProduceStage(device, new(length, rows), work, rows, length),
            CudaKernelsLaunch.ConsumeStage(device, new(length, rows), work, output, rows, length),
        ];
    }
}
