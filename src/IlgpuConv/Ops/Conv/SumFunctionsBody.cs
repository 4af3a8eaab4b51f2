namespace IlgpuConv.Ops;

/// <summary>
/// The functions that kernels of convolutions can apply to their sums, by number. Kernels apply 1 and 2, which are ends of a range, in registers. The
/// others, and summands that a kernel does not begin with, are a pass over sums that were just stored and are still in the first or second cache: its
/// code is there once instead of once a sum, and where there is none the kernels of the sums are what they were.
/// </summary>
internal static class SumFunctionsBody
{
    /// <summary><c>max(x, 0)</c>.</summary>
    public const int Relu = 1;

    /// <summary><c>min(max(x, 0), 6)</c>.</summary>
    public const int Relu6 = 2;

    /// <summary><c>x where x &gt; 0, else x</c> times the parameter.</summary>
    public const int LeakyRelu = 3;

    /// <summary><c>min(max(x / 6 + 1/2, 0), 1)</c>.</summary>
    public const int Hardsigmoid = 4;

    /// <summary><c>x</c> times the hard sigmoid.</summary>
    public const int Hardswish = 5;

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    public const int Sigmoid = 6;

    /// <summary><c>x / (1 + exp(-x))</c>.</summary>
    public const int Silu = 7;

    /// <summary>The hyperbolic tangent.</summary>
    public const int Tanh = 8;

    /// <summary><c>x</c> times the distribution function of the normal distribution.</summary>
    public const int Gelu = 9;

    /// <summary>The tanh form of that.</summary>
    public const int TanhGelu = 10;

    /// <summary>What is added before the function.</summary>
    public const int Before = 1;

    /// <summary>What is added to the results of the function.</summary>
    public const int After = 2;

    /// <summary><c>y = f(y)</c>, <c>f(y + start)</c> or <c>f(y) + start</c> for some elements of a lane, <paramref name="step"/> apart.</summary>
    internal static void Pass(ArrayView<float> start, ArrayView<float> y, int at, int step, int count, int function, int continues, float parameter)
    {
        if (function == 0)
        {
            for (int i = 0; i < count; i++) y[at + i * step] += start[at + i * step];
        }
        else if (function == Relu) Each<ReluKernels.ForwardOperator>(start, y, at, step, count, continues);
        else if (function == Relu6) Each<Relu6Kernels.ForwardOperator>(start, y, at, step, count, continues);
        else if (function == Hardsigmoid) Each<HardswishKernels.SigmoidOperator>(start, y, at, step, count, continues);
        else if (function == Hardswish) Each<HardswishKernels.SwishOperator>(start, y, at, step, count, continues);
        else if (function == Sigmoid) Each<UnaryKernels.SigmoidOperator>(start, y, at, step, count, continues);
        else if (function == Silu) Each<SiluKernels.ForwardOperator>(start, y, at, step, count, continues);
        else if (function == Tanh) Each<UnaryKernels.TanhOperator>(start, y, at, step, count, continues);
        else if (function == Gelu) Each<GeluKernels.ForwardOperator>(start, y, at, step, count, continues);
        else if (function == TanhGelu) Each<GeluKernels.TanhForwardOperator>(start, y, at, step, count, continues);
        else
        {
            for (int i = 0; i < count; i++)
            {
                float x = y[at + i * step];
                if (continues == Before) x += start[at + i * step];
                x = LeakyReluKernels.ForwardOperator.Apply(x, parameter, 0f);
                if (continues == After) x += start[at + i * step];
                y[at + i * step] = x;
            }
        }
    }

    private static void Each<TOperator>(ArrayView<float> start, ArrayView<float> y, int at, int step, int count, int continues)
        where TOperator : struct, Tensors.IUnaryOperator
    {
        for (int i = 0; i < count; i++)
        {
            float x = y[at + i * step];
            if (continues == Before) x += start[at + i * step];
            x = TOperator.Apply(x);
            if (continues == After) x += start[at + i * step];
            y[at + i * step] = x;
        }
    }
}
