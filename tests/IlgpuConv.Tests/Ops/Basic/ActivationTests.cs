using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

/// <summary>Values of the definitions, computed with 40 digits (mpmath: erfc, exp) and agreeing with PyTorch 1.13 where it keeps digits.</summary>
public class ActivationTests
{
    private static readonly double[] s_x = [-30, -8.5, -6, -3.1, -1.7, -0.3, -0.001, 0, 0.001, 0.4, 1.9, 3, 3.2, 5.5, 9, 30];

    private static readonly Dictionary<string, Module> s_layers = new()
    {
        ["Gelu"] = new Gelu(), ["Gelu tanh"] = new Gelu(tanhForm: true), ["Silu"] = new Silu(), ["Hardswish"] = new Hardswish(),
        ["Hardsigmoid"] = new Hardsigmoid(), ["LeakyRelu"] = new LeakyRelu(0.2), ["Relu6"] = new Relu6(),
    };

    public static TheoryData<string, string, double[]> Values => new()
    {
        { "Gelu", "y", [-1.4720141781444561e-196, -8.0576045988728206e-17, -5.9195258702261888e-9, -0.0029995699609769064, -0.075761286689523167, -0.11462657334331421, -0.00049960105778608894, 0, 0.00050039894221391106, 0.26216869664412967, 1.8454385363495966, 2.9959503059051097, 3.1978011585986693, 5.4999998955574064, 9.0, 30.0] },
        { "Gelu", "dy/dx", [-4.4160316907084944e-195, -6.8465049386970843e-16, -3.5468709453902015e-8, -0.0091595358610013966, -0.11531796878216473, 0.26767223317289014, 0.4992021157051586, 0.5, 0.5007978842948414, 0.80272979773165349, 1.0959534882558837, 1.0119456472041839, 1.0069419443067716, 1.0000005733472399, 1.0, 1.0] },
        { "Gelu tanh", "y", [-9.6167759596914546e-857, -1.0174447308598297e-24, -8.4396467007622971e-11, -0.0026266102305497759, -0.075894104448843835, -0.11462907645724075, -0.00049960105778641803, 0, 0.00050039894221358197, 0.26216116942735618, 1.8454512344553326, 2.996362607918227, 3.1981304348379157, 5.4999999940723597, 9.0, 30.0] },
        { "Gelu tanh", "dy/dx", [-1.8677744556212848e-854, -1.7239866867738059e-23, -7.7099739309536955e-10, -0.0087393960512661341, -0.11591463145260499, 0.26770454836119818, 0.49920211570647498, 0.5, 0.50079788429352502, 0.80265883442056136, 1.0967818080997946, 1.0115841666309697, 1.0064931420873775, 1.0000000467655281, 1.0, 1.0] },
        { "Silu", "y", [-2.8072868906517897e-12, -0.0017291293134692554, -0.014835738939808646, -0.13363249031736698, -0.262590950642009, -0.1276672449565023, -0.00049975000002083333, 0, 0.00050024999997916667, 0.2394750640449808, 1.6527938987103041, 2.8577223804672997, 3.0746696870503541, 5.4776142425625713, 8.9988894488161239, 29.999999999997193] },
        { "Silu", "dy/dx", [-2.713710660963134e-12, -0.0015253505838631432, -0.012326432591525513, -0.084764705547757896, -0.067564504759018996, 0.35221998968111725, 0.49950000008333332, 0.5, 0.50049999991666668, 0.69479195840906366, 1.084934018234671, 1.0881041060151696, 1.081255937857864, 1.0182245066058876, 1.0009870195718974, 1.0000000000027137] },
        { "Hardswish", "y", [0, 0, 0, 0, -0.36833333333333333, -0.135, -0.00049983333333333333, 0, 0.00050016666666666667, 0.22666666666666667, 1.5516666666666667, 3.0, 3.2, 5.5, 9.0, 30.0] },
        { "Hardswish", "dy/dx", [0, 0, 0, 0, -0.066666666666666667, 0.4, 0.49966666666666667, 0.5, 0.50033333333333333, 0.63333333333333333, 1.1333333333333333, 1.0, 1.0, 1.0, 1.0, 1.0] },
        { "Hardsigmoid", "y", [0, 0, 0, 0, 0.21666666666666667, 0.45, 0.49983333333333333, 0.5, 0.50016666666666667, 0.56666666666666667, 0.81666666666666667, 1.0, 1.0, 1.0, 1.0, 1.0] },
        { "Hardsigmoid", "dy/dx", [0, 0, 0, 0, 0.16666666666666667, 0.16666666666666667, 0.16666666666666667, 0.16666666666666667, 0.16666666666666667, 0.16666666666666667, 0.16666666666666667, 0, 0, 0, 0, 0] },
        { "LeakyRelu", "y", [-6.0, -1.7, -1.2, -0.62, -0.34, -0.06, -0.0002, 0, 0.001, 0.4, 1.9, 3.0, 3.2, 5.5, 9.0, 30.0] },
        { "LeakyRelu", "dy/dx", [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0] },
        { "Relu6", "y", [0, 0, 0, 0, 0, 0, 0, 0, 0.001, 0.4, 1.9, 3, 3.2, 5.5, 6, 6] },
        { "Relu6", "dy/dx", [0, 0, 0, 0, 0, 0, 0, 0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0, 0] },
    };

    /// <summary>In double: 1e-12 of the value, also in the tails, where erf itself would have cancelled.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void Values_in_double(string name, string what, double[] expected)
    {
        double[] actual = Run(name, what, s_x, ElementType.Float64, Devices.Get("cpu"));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-12 * Math.Abs(expected[i]) + 1e-300, $"{name} {what} at {s_x[i]}: {actual[i]:R}, expected {expected[i]:R}");
    }

    /// <summary>In float: 4 units in the last place of max(1, |value|).</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void Values_in_float(string name, string what, double[] expected)
    {
        double[] actual = Run(name, what, s_x, ElementType.Float32, Devices.Get("cpu"));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 4.8e-7 * Math.Max(1, Math.Abs(expected[i])), $"{name} {what} at {s_x[i]}: {actual[i]:R}, expected {expected[i]:R}");
    }

    [Theory]
    [InlineData("Gelu")]
    [InlineData("Gelu tanh")]
    [InlineData("Silu")]
    [InlineData("Hardswish")]
    [InlineData("Hardsigmoid")]
    [InlineData("LeakyRelu")]
    public void A_number_that_is_none_stays_visible_and_infinity_passes(string name)
    {
        double[] y = Run(name, "y", [double.NaN, double.PositiveInfinity], ElementType.Float32, Devices.Get("cpu"));
        Assert.True(double.IsNaN(y[0]), $"{name}(NaN) is {y[0]}");
        Assert.Equal(name == "Hardsigmoid" ? 1 : double.PositiveInfinity, y[1]);
    }

    [Fact]
    public void Errors_name_the_tensor()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros([2], ElementType.Int32);
        (string Name, Func<Tensor> Call)[] calls =
        [
            ("gelu", () => x.Gelu()), ("tanh gelu", () => x.Gelu(true)), ("silu", () => x.Silu()), ("hardswish", () => x.Hardswish()),
            ("hardsigmoid", () => x.Hardsigmoid()), ("leaky relu", () => x.LeakyRelu()),
        ];
        foreach (var (name, call) in calls)
            Assert.Equal($"[{name}] the element type must be f32 or f64. Got i32 [2] row-major on cpu.", Assert.Throws<ArgumentException>(call).Message);
    }

    private static double[] Run(string name, string what, double[] numbers, ElementType type, Device device)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromDoubles(numbers, [numbers.Length], type, device);
        x.RequiresGrad = true;
        Tensor y = s_layers[name].Forward(x);
        return what == "y" ? y.ToDoubles() : Gradients.Of(y, [x], gradient: Tensor.Full(y.Shape, 1, type, device))[0].ToDoubles();
    }
}
