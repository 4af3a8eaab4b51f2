// A kernel and an operation of your own, defined outside the library: y = x^2 + c x, with its gradient.
// Run it with: dotnet run examples/03-own-kernel.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

using var scope = new TensorScope();
Tensor x = Tensor.FromArray([-2f, -1, 0, 1, 2], [5]);
x.RequiresGrad = true;
Tensor y = x.Curve(slope: 3);
y.Backward(gradient: Tensor.Full([5], 1));
Console.WriteLine($"x     {string.Join(' ', x.ToArray<float>())}");
Console.WriteLine($"y     {string.Join(' ', y.ToArray<float>())}");
Console.WriteLine($"dy/dx {string.Join(' ', x.Gradient!.ToArray<float>())}");

// The kernels. The compiler writes CurveKernelsLaunch from them: vector code for cpu, and the same in double.
internal static class CurveKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, float slope, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) y[i] = x[i] * (x[i] + slope);
    }

    [Kernel]
    internal static void InputGradient(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dx, float slope, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) dx[i] = dy[i] * (2f * x[i] + slope);
    }
}

// The operation: what it computes, and what its gradient is.
internal sealed class CurveOperation(double slope) : Operation
{
    public override string Name => "curve";

    public override int HighestOrder => 1;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        if (Needs(0)) Save(0, x);
        Tensor y = x.EmptyLike();
        int length = (int)x.Shape.Elements;
        CurveKernelsLaunch.Forward(x.Device, new LaunchGrid(length), x.View, y.View, slope, length);
        return y;
    }

    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = Saved(0), dx = x.EmptyLike();
        int length = (int)x.Shape.Elements;
        CurveKernelsLaunch.InputGradient(x.Device, new LaunchGrid(length), x.View, gradient.View, dx.View, slope, length);
        return [dx];
    }
}

internal static class CurveMethods
{
    extension(Tensor x)
    {
        public Tensor Curve(double slope) => new CurveOperation(slope).Apply(x);
    }
}
