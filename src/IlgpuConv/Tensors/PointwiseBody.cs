namespace IlgpuConv.Tensors;

/// <summary>A function of one number, as a kernel's type argument.</summary>
internal interface IUnaryOperator
{
    static abstract float Apply(float x);
}

/// <summary>A function of two numbers, as a kernel's type argument.</summary>
internal interface IBinaryOperator
{
    static abstract float Apply(float a, float b);
}

/// <summary>A function of three numbers, of which some are the same for every element, as a kernel's type argument.</summary>
internal interface ITernaryOperator
{
    static abstract float Apply(float a, float b, float c);
}

/// <summary>
/// The bodies of pointwise kernels. A lane owns a column; a group owns some rows. The steps along columns are literals at each kernel:
/// 1 is a contiguous vector, 0 one number for all lanes.
/// </summary>
internal static class PointwiseBody
{
    internal static void Unary<TOperator>(ArrayView<float> a, ArrayView<float> y, RowShape s)
        where TOperator : struct, IUnaryOperator
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RowShape.RowsPerGroup;
        int last = XMath.Min(first + RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
                y[atY + row * s.YRow + column] = TOperator.Apply(a[atA + row * s.ARow + column]);
        }
    }

    internal static void Binary<TOperator>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, RowShape s, [Constant] int aColumn, [Constant] int bColumn)
        where TOperator : struct, IBinaryOperator
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RowShape.RowsPerGroup;
        int last = XMath.Min(first + RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atB = outer * s.BOuter + middle * s.BMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
            {
                // Rows that share a number each are short: a group reads a part of them, and asks for the same part of the next ones.
                if (bColumn == 0) Prefetch.Near(a, atA + (row + RowShape.RowsPerGroup) * s.ARow + Grid.IdxX * Group.DimX);
                y[atY + row * s.YRow + column] =
                    TOperator.Apply(a[atA + row * s.ARow + column * aColumn], b[atB + row * s.BRow + column * bColumn]);
            }
        }
    }

    internal static void Unary<TOperator>(ArrayView<float> a, ArrayView<float> y, RowShape s, float b, float c)
        where TOperator : struct, ITernaryOperator
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RowShape.RowsPerGroup;
        int last = XMath.Min(first + RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
                y[atY + row * s.YRow + column] = TOperator.Apply(a[atA + row * s.ARow + column], b, c);
        }
    }

    internal static void Binary<TOperator>(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, RowShape s, float c)
        where TOperator : struct, ITernaryOperator
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RowShape.RowsPerGroup;
        int last = XMath.Min(first + RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atB = outer * s.BOuter + middle * s.BMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
                y[atY + row * s.YRow + column] = TOperator.Apply(a[atA + row * s.ARow + column], b[atB + row * s.BRow + column], c);
        }
    }
}
