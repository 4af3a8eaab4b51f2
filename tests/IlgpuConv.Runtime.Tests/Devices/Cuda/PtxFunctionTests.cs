using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>The errors that the functions of PTX are said to have, measured over many numbers.</summary>
public sealed class PtxFunctionTests
{
    private static readonly string[] s_names = ["exp", "log", "tanh", "sin", "cos"];

    private static readonly Func<double, double>[] s_functions = [Math.Exp, Math.Log, Math.Tanh, Math.Sin, Math.Cos];

    /// <summary>Numbers of every size, and the corners.</summary>
    private static double[] Numbers(double largest)
    {
        var random = new Random(5);
        IEnumerable<double> spread = Enumerable.Range(0, 20_000).Select(i => (random.Next(2) == 0 ? 1 : -1) * Math.Pow(10, (random.NextDouble() * 44) - 40));
        IEnumerable<double> near = Enumerable.Range(0, 20_000).Select(i => ((random.NextDouble() * 2) - 1) * 100);
        return [.. spread.Concat(near).Select(x => Math.Clamp(x, -largest, largest)), 0, -0.0, 1, -1, 0.625, -0.625, 88.72, 88.73, -87.3, -103.9, -104, 709.7, 709.8, -745.1, -745.2, 1e-320];
    }

    [Fact]
    public void Functions_of_float_err_by_no_more_than_they_say()
    {
        float[] x = [.. Numbers(1e4).Select(v => (float)v), float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, float.MaxValue];
        float[] r = Run(x, ElementType.Float32);
        double[] most = [2, 2, 2, 1, 1];
        Check(x.Length, most, (f, i) => (s_functions[f](x[i]), (float)s_functions[f](x[i]), r[(f * x.Length) + i]), v => Math.Max(MathF.BitIncrement(MathF.Abs((float)v)) - Math.Abs((float)v), float.Epsilon), i => x[i], 1e8);
    }

    [Fact]
    public void Functions_of_double_err_by_no_more_than_they_say()
    {
        double[] x = [.. Numbers(1e4), double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, double.MaxValue];
        double[] r = Run(x, ElementType.Float64);
        double[] most = [3, 3, 3, double.NaN, double.NaN];
        Check(x.Length, most, (f, i) => (s_functions[f](x[i]), s_functions[f](x[i]), r[(f * x.Length) + i]), v => Math.BitIncrement(Math.Abs(v)) - Math.Abs(v), i => x[i], 1e8);
    }

    [Fact]
    public void Powers_are_those_of_the_process()
    {
        double[] corners = [0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-3, 7, -7];
        var random = new Random(3);
        double[] x = [.. corners.SelectMany(_ => corners), .. Enumerable.Range(0, 5000).Select(_ => Math.Exp((random.NextDouble() * 20) - 10))];
        double[] y = [.. corners.SelectMany(c => Enumerable.Repeat(c, corners.Length)), .. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() * 16) - 8)];
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer a = device.Allocate(x.Length * 8), b = device.Allocate(x.Length * 8), r = device.Allocate(x.Length * 8);
        a.View(ElementType.Float64).CopyFrom<double>(x);
        b.View(ElementType.Float64).CopyFrom<double>(y);
        CudaKernelsLaunch.Powers(device, new(x.Length), a.View(ElementType.Float64), b.View(ElementType.Float64), r.View(ElementType.Float64), x.Length);
        double[] wide = r.View(ElementType.Float64).ToArray<double>();
        float[] xs = Array.ConvertAll(x, v => (float)v), ys = Array.ConvertAll(y, v => (float)v);
        a.View(ElementType.Float32, 0, x.Length).CopyFrom<float>(xs);
        b.View(ElementType.Float32, 0, x.Length).CopyFrom<float>(ys);
        CudaKernelsLaunch.Powers(
            device, new(x.Length), a.View(ElementType.Float32, 0, x.Length), b.View(ElementType.Float32, 0, x.Length), r.View(ElementType.Float32, 0, x.Length), x.Length);
        float[] narrow = r.View(ElementType.Float32, 0, x.Length).ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Pow(x[i], y[i]), size = double.IsFinite(exact) && exact != 0 ? Math.Abs(y[i] * Math.Log(Math.Abs(x[i]))) : 0;
            Assert.True(
                exact.Equals(wide[i]) || Math.Abs(exact - wide[i]) <= (3 + size) * (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact)),
                $"pow({x[i]:R}, {y[i]:R}) is {exact:R}, got {wide[i]:R}");
            float rounded = (float)Math.Pow(xs[i], ys[i]);
            Assert.True(
                rounded.Equals(narrow[i]) || MathF.Abs(rounded - narrow[i]) <= MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded),
                $"pow({xs[i]:R}, {ys[i]:R}) is {rounded:R} in float, got {narrow[i]:R}");
        }
    }

    private static T[] Run<T>(T[] x, ElementType type)
        where T : unmanaged
    {
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer a = device.Allocate(x.Length * 8), r = device.Allocate(5 * x.Length * 8);
        a.View(type, 0, x.Length).CopyFrom<T>(x);
        CudaKernelsLaunch.Functions(device, new(x.Length), a.View(type, 0, x.Length), r.View(type, 0, 5 * x.Length), x.Length);
        return r.View(type, 0, 5 * x.Length).ToArray<T>();
    }

    private static void Check(
        int count, double[] most, Func<int, int, (double Exact, double Rounded, double Got)> values, Func<double, double> unit, Func<int, double> argument, double largestAngle)
    {
        for (int f = 0; f < s_names.Length; f++)
        {
            for (int i = 0; i < count; i++)
            {
                (double exact, double rounded, double got) = values(f, i);
                if (rounded.Equals(got) || (f > 2 && Math.Abs(argument(i)) > largestAngle)) continue;
                // Near a zero of the sine the error in double is absolute.
                double bound = double.IsNaN(most[f]) ? Math.Max(Math.ScaleB(1, -52), unit(exact)) : most[f] * unit(exact);
                Assert.True(Math.Abs(exact - got) <= bound, $"{s_names[f]}({argument(i):R}) is {exact:R}, got {got:R}, {Math.Abs(exact - got) / unit(exact):F2} units");
            }
        }
    }
}
