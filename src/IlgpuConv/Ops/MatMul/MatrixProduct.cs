using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Launches matrix products over tensors of any layout.</summary>
internal static class MatrixProduct
{
    /// <summary>A matrix, or a batch of them: a tensor whose last two axes may be exchanged.</summary>
    public readonly record struct Matrix(Tensor Tensor, bool IsTransposed)
    {
        public int Rows => Tensor.Shape[RowAxis];

        public int Columns => Tensor.Shape[ColumnAxis];

        public int RowStride => Stride(RowAxis);

        public int ColumnStride => Stride(ColumnAxis);

        public int Batch => Tensor.Shape.Rank == 3 ? Tensor.Shape[0] : 1;

        public int BatchStride => Tensor.Shape.Rank == 3 ? Stride(0) : 0;

        public Matrix Transposed => new(Tensor, !IsTransposed);

        private int RowAxis => IsTransposed ? -1 : -2;

        private int ColumnAxis => IsTransposed ? -2 : -1;

        private int Stride(int axis) => checked((int)Tensor.Layout.Stride(axis));
    }

    /// <summary>Writes <c>y = a b + bias</c>; the bias has an element a column of y.</summary>
    /// <param name="a">The left matrix.</param>
    /// <param name="b">The right matrix.</param>
    /// <param name="y">The result, dense.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="keepPacked">Whether a packed form of b is kept with its tensor: for parameters.</param>
    public static void Run(Matrix a, Matrix b, Matrix y, Tensor? bias = null, bool keepPacked = false)
    {
        if (y.ColumnStride != 1 && y.Columns > 1)
        {
            if (bias is not null) throw new ArgumentException($"[matmul] a product with a bias needs contiguous columns. Got {y.Tensor}.");
            (a, b, y) = (b.Transposed, a.Transposed, y.Transposed);
        }
        Tensor target = y.Tensor;
        int m = y.Rows, n = y.Columns, k = a.Columns, batch = y.Batch;
        if (m == 0 || n == 0 || batch == 0) return;
        if (bias is null && b is { ColumnStride: not 1, RowStride: 1 } && a.ColumnStride == 1 && MatMulPlan.IsDotProduct(m, k))
        {
            DotProducts(a, b, y);
            return;
        }
        b = Contiguous(b, keepPacked);
        Device device = target.Device;
        int lanes = device.GroupSize(MatMulKernelsLaunch.Tile8x1Kernel(target.Type));
        MatMulPlan plan = MatMulPlan.Of(m, n, k, batch, lanes);
        bool isSliced = plan.Slices > 1;
        int size = batch * m * n;
        BufferView output = isSliced ? Tensor.Empty([plan.Slices, size], target.Type, device).View : target.View;
        var shape = new MatMulShape(
            m, n, k, (a.RowStride, a.ColumnStride, a.BatchStride), (b.RowStride, b.BatchStride),
            isSliced ? (n, m * n) : (y.RowStride, y.BatchStride), (plan.Slices, plan.SliceK, size), bias is not null, MatMulPlan.IsRowsFirst(m, n));
        Launch(device, plan, plan.Grid(m, n, batch, lanes), a.Tensor.View, b.Tensor.View, (bias ?? b.Tensor).View, output, shape);
        if (isSliced) AddSlices(output, target, plan.Slices, size);
    }

    /// <summary><c>y = a b</c> where the rows of a and the columns of b are contiguous.</summary>
    private static void DotProducts(Matrix a, Matrix b, Matrix y)
    {
        Tensor target = y.Tensor;
        Device device = target.Device;
        int m = y.Rows, n = y.Columns, k = a.Columns, batch = y.Batch, size = batch * m * n;
        (int slices, int sliceK) = MatMulPlan.DotSlices(m, k);
        BufferView output = slices > 1 ? Tensor.Empty([slices, size], target.Type, device).View : target.View;
        var shape = new DotProductShape(
            m, n, k, a.RowStride, a.BatchStride, b.ColumnStride, b.BatchStride, y.RowStride, y.ColumnStride, y.BatchStride, slices, sliceK, size);
        bool isWide = device.Capabilities.VectorRegisters >= 32;
        int rows = isWide ? 4 : 2, tiles = checked((m + rows - 1) / rows * ((n + 3) / 4));
        int lanes = device.GroupSize(DotProductKernelsLaunch.Tile4x4Kernel(target.Type));
        var grid = new LaunchGrid(lanes, tiles, checked(batch * slices));
        if (isWide) DotProductKernelsLaunch.Tile4x4(device, grid, a.Tensor.View, b.Tensor.View, output, shape);
        else DotProductKernelsLaunch.Tile2x4(device, grid, a.Tensor.View, b.Tensor.View, output, shape);
        if (slices > 1) AddSlices(output, target, slices, size);
    }

    private static void AddSlices(BufferView slices, Tensor target, int count, int size)
    {
        var sum = new SumShape(size, count, count, 1, size, 0, 0);
        ReduceKernelsLaunch.Rows(target.Device, new LaunchGrid(size), slices, target.View, sum, 1);
    }

    private static void Launch(
        Device device, MatMulPlan plan, LaunchGrid grid, BufferView a, BufferView b, BufferView bias, BufferView y, in MatMulShape shape)
    {
        switch (plan.Rows, plan.Vectors)
        {
            case (1, _): MatMulKernelsLaunch.Tile1x4(device, grid, a, b, bias, y, shape); break;
            case (6, _): MatMulKernelsLaunch.Tile6x4(device, grid, a, b, bias, y, shape); break;
            case (_, 2): MatMulKernelsLaunch.Tile8x2(device, grid, a, b, bias, y, shape); break;
            default: MatMulKernelsLaunch.Tile8x1(device, grid, a, b, bias, y, shape); break;
        }
    }

    /// <summary>The matrix with contiguous rows: itself, or a packed copy.</summary>
    private static Matrix Contiguous(Matrix b, bool keepPacked)
    {
        if (b.ColumnStride == 1 || b.Columns <= 1) return b;
        return new Matrix(keepPacked ? b.Tensor.Derived(("matmul", b.IsTransposed), _ => Packed(b)) : Packed(b), false);
    }

    private static Tensor Packed(Matrix b)
    {
        Tensor tensor = b.Tensor;
        int rank = tensor.Shape.Rank;
        int[] sizes = [.. tensor.Shape];
        long[] strides = RowWalk.Strides(tensor.Layout, tensor.Shape);
        if (b.IsTransposed)
        {
            (sizes[rank - 1], sizes[rank - 2]) = (sizes[rank - 2], sizes[rank - 1]);
            (strides[rank - 1], strides[rank - 2]) = (strides[rank - 2], strides[rank - 1]);
        }
        Tensor packed = Tensor.Empty(sizes, tensor.Type, tensor.Device, MemoryOrder.RowMajor);
        TensorCopy.Strided(tensor, packed, packed.Shape, strides, 0, RowWalk.Strides(packed.Layout, packed.Shape), 0);
        return packed;
    }
}
