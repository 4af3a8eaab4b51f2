namespace IlgpuConv.Ops;

/// <summary>The loss of a classifier; a lane owns a sample.</summary>
internal static class SoftmaxCrossEntropyKernels
{
    /// <summary><c>loss[n] = log Σ exp(x[n, k]) - x[n, label[n]]</c>; not a number for a label outside the classes.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<int> labels, ArrayView<float> loss, int rows, int classes, int xPitch)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            int label = labels[row];
            float largest = x[row * xPitch];
            for (int i = 1; i < classes; i++) largest = XMath.Max(largest, x[row * xPitch + i]);
            float sum = 0f;
            float chosen = 0f / (largest - largest);
            for (int i = 0; i < classes; i++)
            {
                float value = x[row * xPitch + i];
                sum += XMath.Exp(value - largest);
                chosen = i == label ? value : chosen;
            }
            loss[row] = largest + XMath.Log(sum) - chosen;
        }
    }

    /// <summary><c>y[n, k] = 1 where k = label[n], else 0</c>.</summary>
    [Kernel]
    internal static void OneHot(ArrayView<int> labels, ArrayView<float> y, int rows, int classes)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            int label = labels[row];
            for (int i = 0; i < classes; i++) y[row * classes + i] = i == label ? 1f : 0f;
        }
    }
}
