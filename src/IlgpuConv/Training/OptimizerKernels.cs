namespace IlgpuConv.Training;

/// <summary>Steps of optimisers over flat parameters.</summary>
internal static class OptimizerKernels
{
    /// <summary><c>g += decay w; w -= rate g</c>.</summary>
    [Kernel]
    internal static void Sgd(ArrayView<float> w, ArrayView<float> g, int length, float rate, float decay)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) w[i] = w[i] - rate * (g[i] + decay * w[i]);
    }

    /// <summary><c>g += decay w; v = momentum v + g; w -= rate v</c>, or with Nesterov <c>w -= rate (g + momentum v)</c>.</summary>
    [Kernel]
    internal static void Momentum(
        ArrayView<float> w, ArrayView<float> g, ArrayView<float> v, int length, float rate, float momentum, float decay, int isNesterov)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length)
        {
            float gradient = g[i] + decay * w[i];
            float velocity = gradient + momentum * v[i];
            v[i] = velocity;
            float step = isNesterov != 0 ? gradient + momentum * velocity : velocity;
            w[i] = w[i] - rate * step;
        }
    }

    /// <summary>
    /// <c>g += decay w; m = b1 m + c1 g; v = b2 v + c2 g²; w = w shrink - rate m / (√v correction + epsilon)</c>, where c is 1 - b,
    /// rounded once.
    /// </summary>
    [Kernel]
    internal static void Adam(
        ArrayView<float> w, ArrayView<float> g, ArrayView<float> m, ArrayView<float> v, int length, float rate, float shrink, float decay,
        float beta1, float rest1, float beta2, float rest2, float correction, float epsilon)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length)
        {
            float gradient = g[i] + decay * w[i];
            float mean = beta1 * m[i] + rest1 * gradient;
            float square = beta2 * v[i] + rest2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            w[i] = w[i] * shrink - rate * mean / (XMath.Sqrt(square) * correction + epsilon);
        }
    }
}
