namespace IlgpuConv.Ops;

/// <summary>The functions of one number that others are made of.</summary>
internal static class UnaryFunctions
{
    /// <summary><c>dx = dy y</c>.</summary>
    public static UnaryFunction Exp { get; } = new("exp", UnaryKernelsLaunch.Exp) { SavesOutput = true, Composed = (dy, y) => dy * y };

    /// <summary><c>dx = dy / x</c>.</summary>
    public static UnaryFunction Log { get; } = new("log", UnaryKernelsLaunch.Log) { Composed = (dy, x) => dy / x };

    /// <summary><c>dx = dy / (2 y)</c>.</summary>
    public static UnaryFunction Sqrt { get; } = new("sqrt", UnaryKernelsLaunch.Sqrt) { SavesOutput = true, Composed = (dy, y) => dy / y * 0.5 };

    /// <summary><c>dx = 2 dy x</c>.</summary>
    public static UnaryFunction Square { get; } = new("square", UnaryKernelsLaunch.Square) { Composed = (dy, x) => dy * x * 2 };

    /// <summary><c>dx = -dy y²</c>.</summary>
    public static UnaryFunction Reciprocal { get; } =
        new("reciprocal", UnaryKernelsLaunch.Reciprocal) { SavesOutput = true, Composed = (dy, y) => -(dy * y.Square()) };

    /// <summary><c>dx = dy y (1 - y)</c>.</summary>
    public static UnaryFunction Sigmoid { get; } = new("sigmoid", UnaryKernelsLaunch.Sigmoid)
    {
        SavesOutput = true, Gradient = UnaryKernelsLaunch.SigmoidGradient, Composed = (dy, y) => dy * (y - y.Square()),
        OfSums = new(SumFunctionsBody.Sigmoid),
    };

    /// <summary><c>dx = dy (1 - y²)</c>.</summary>
    public static UnaryFunction Tanh { get; } = new("tanh", UnaryKernelsLaunch.Tanh)
    {
        SavesOutput = true, Gradient = UnaryKernelsLaunch.TanhGradient, Composed = (dy, y) => dy * y.Square().Affine(-1, 1),
        OfSums = new(SumFunctionsBody.Tanh),
    };
}
