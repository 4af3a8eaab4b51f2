namespace IlgpuConv.Ops;

/// <summary>
/// The functions that kernels of convolutions can apply to their sums, by number. 1 and 2 are ends of a range and are applied in registers. The
/// others, and a summand after any of them, are a pass over a block of sums that were just stored and are still in the first or second cache: its
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

    /// <summary>What sums continue with.</summary>
    public const int Before = 1;

    /// <summary>What is added to the results of the function.</summary>
    public const int After = 2;

    /// <summary>Whether something is left to do when the sums are stored.</summary>
    internal static bool HasPass(int function, int continues) => function > Relu6 || continues == After;

    /// <summary>
    /// <c>y = f(y)</c>, plus the summand where it comes after, for some elements of a lane, <paramref name="step"/> apart: a function that
    /// was applied in registers already is not applied again.
    /// </summary>
    internal static void Pass(ArrayView<float> start, ArrayView<float> y, int at, int step, int count, int function, int continues, float parameter)
    {
        for (int i = 0; i < count; i++)
        {
            float x = y[at + i * step], result = x;
            if (function == LeakyRelu)
            {
                result = x > 0f ? x : x * parameter;
            }
            else if (function == Hardsigmoid || function == Hardswish)
            {
                float gate = x <= -3f ? 0f : x >= 3f ? 1f : (x + 3f) * 0.16666666666666667f;
                result = function == Hardswish ? x * gate : gate;
            }
            else if (function >= Sigmoid)
            {
                result = (function == Silu ? x : 1f) / (1f + XMath.Exp(-x));
            }
            if (continues == After) result += start[at + i * step];
            y[at + i * step] = result;
        }
    }
}
