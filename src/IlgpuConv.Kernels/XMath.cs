namespace IlgpuConv.Kernels;

/// <summary>Mathematical functions of the kernel language, under the names that ILGPU gives them.</summary>
public static class XMath
{
    /// <summary>The absolute value.</summary>
    public static float Abs(float value) => MathF.Abs(value);

    /// <summary>The absolute value.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>The square root.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>The square root.</summary>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>The e raised to the value.</summary>
    public static float Exp(float value) => MathF.Exp(value);

    /// <summary>The e raised to the value.</summary>
    public static double Exp(double value) => Math.Exp(value);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float value) => MathF.Log(value);

    /// <summary>The natural logarithm.</summary>
    public static double Log(double value) => Math.Log(value);

    /// <summary>The sine.</summary>
    public static float Sin(float value) => MathF.Sin(value);

    /// <summary>The sine.</summary>
    public static double Sin(double value) => Math.Sin(value);

    /// <summary>The cosine.</summary>
    public static float Cos(float value) => MathF.Cos(value);

    /// <summary>The cosine.</summary>
    public static double Cos(double value) => Math.Cos(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float value) => MathF.Tanh(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double value) => Math.Tanh(value);

    /// <summary>The largest whole number not above the value.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <summary>The largest whole number not above the value.</summary>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>The smallest whole number not below the value.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <summary>The smallest whole number not below the value.</summary>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>One over the square root.</summary>
    public static float Rsqrt(float value) => 1 / MathF.Sqrt(value);

    /// <summary><paramref name="x"/> raised to <paramref name="y"/>.</summary>
    public static float Pow(float x, float y) => MathF.Pow(x, y);

    /// <summary>One over the square root.</summary>
    public static double Rsqrt(double value) => 1 / Math.Sqrt(value);

    /// <summary><paramref name="x"/> raised to <paramref name="y"/>.</summary>
    public static double Pow(double x, double y) => Math.Pow(x, y);

    /// <summary>The smaller of two values.</summary>
    public static float Min(float x, float y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static float Max(float x, float y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static float Clamp(float value, float low, float high) => Math.Min(Math.Max(value, low), high);

    /// <summary>The smaller of two values.</summary>
    public static double Min(double x, double y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static double Max(double x, double y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static double Clamp(double value, double low, double high) => Math.Min(Math.Max(value, low), high);

    /// <summary>The smaller of two values.</summary>
    public static int Min(int x, int y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static int Max(int x, int y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static int Clamp(int value, int low, int high) => Math.Min(Math.Max(value, low), high);

    /// <summary>The smaller of two values.</summary>
    public static long Min(long x, long y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static long Max(long x, long y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static long Clamp(long value, long low, long high) => Math.Min(Math.Max(value, low), high);

    /// <summary>The absolute value.</summary>
    public static int Abs(int value) => Math.Abs(value);

    /// <summary>The absolute value.</summary>
    public static long Abs(long value) => Math.Abs(value);

    /// <summary>The smaller of two values.</summary>
    public static uint Min(uint x, uint y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static uint Max(uint x, uint y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static uint Clamp(uint value, uint low, uint high) => Math.Min(Math.Max(value, low), high);

    /// <summary>The smaller of two values.</summary>
    public static ulong Min(ulong x, ulong y) => Math.Min(x, y);

    /// <summary>The larger of two values.</summary>
    public static ulong Max(ulong x, ulong y) => Math.Max(x, y);

    /// <summary>The value, or the limit that it passes.</summary>
    public static ulong Clamp(ulong value, ulong low, ulong high) => Math.Min(Math.Max(value, low), high);
}
