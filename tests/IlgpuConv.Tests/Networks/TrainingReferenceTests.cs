using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Networks;

/// <summary>
/// Whole networks, fused norms and the optimiser against PyTorch 1.13 in double: the losses of three steps, that of the inference after
/// them, and the length of the first gradient. The numbers are those that training_reference.py beside this file prints.
/// </summary>
public class TrainingReferenceTests
{
    [Fact]
    public void ResNet18_learns_as_in_PyTorch() => Compare(
        new ResNet(ResNetOptions.ResNet18 with { Classes = 10, IsForSmallImages = true }, new RandomGenerator(1)),
        [2.509508127, 2.594301307, 2.454333147, 2.595221430], 207.370599294);

    [Fact]
    public void MobileNetV2_learns_as_in_PyTorch() => Compare(
        new MobileNetV2(new MobileNetV2Options { Classes = 10, Dropout = 0, IsForSmallImages = true }, new RandomGenerator(1)),
        [2.655304874, 2.574397766, 2.450121549, 2.423226939], 133.996992713);

    private static void Compare(Module network, double[] losses, double norm)
    {
        using var scope = new TensorScope();
        using Module owned = network.To(ElementType.Float64);
        foreach ((int n, (string name, Parameter parameter)) in network.NamedParameters().Index())
        {
            Shape shape = parameter.Value.Shape;
            double fan = shape.Elements / (double)shape[0], phase = 0.1 * n;
            if (shape.Rank > 1) Fill(parameter, phase, Math.Sqrt(6 / fan));
            else if (name.EndsWith("bias", StringComparison.Ordinal)) Fill(parameter, phase, 0.1);
        }
        Tensor x = Tensor.FromDoubles(Spread(4 * 3 * 32 * 32, 0.5, 1), [4, 3, 32, 32], ElementType.Float64), labels = Tensor.FromArray([1, 3, 5, 7], [4]);
        using var optimizer = new Sgd(network, rate: 0.001, momentum: 0.9, weightDecay: 5e-4);
        for (int step = 0; step < 3; step++)
        {
            Tensor loss = network.Forward(x).SoftmaxCrossEntropy(labels);
            Assert.Equal(losses[step], loss.ToScalar(), 1e-6);
            optimizer.ClearGradients();
            loss.Backward();
            if (step == 0) Assert.Equal(norm, Math.Sqrt(network.Parameters().Sum(p => p.Gradient!.ToDoubles().Sum(v => v * v))), 1e-5);
            optimizer.Step();
        }
        using var noGrad = new NoGrad();
        Assert.Equal(losses[3], network.Eval().Forward(x).SoftmaxCrossEntropy(labels).ToScalar(), 1e-6);
    }

    private static void Fill(Parameter parameter, double phase, double scale) => parameter.Value.CopyFrom(Tensor.FromDoubles(
        Spread(parameter.Value.Shape.Elements, phase, scale), parameter.Value.Shape, ElementType.Float64, order: parameter.Value.Order));

    private static double[] Spread(long count, double phase, double scale)
    {
        var values = new double[count];
        for (int i = 0; i < values.Length; i++) values[i] = (2 * ((i * 0.6180339887498949 + phase) % 1.0) - 1) * scale;
        return values;
    }
}
