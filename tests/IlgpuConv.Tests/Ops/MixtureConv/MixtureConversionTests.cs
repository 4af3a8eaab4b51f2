using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.MixtureConv;

/// <summary>Alone in its collection: the counter is that of the whole process.</summary>
[Collection(nameof(MixtureConversionTests))]
[CollectionDefinition(nameof(MixtureConversionTests), DisableParallelization = true)]
public class MixtureConversionTests
{
    public static TheoryData<string> Layers => ["filters", "outputs", "dynamic", "dynet filters", "dynet outputs", "odconv", "odconv per kernel"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_converts_no_order_in_forward_and_backward(string name)
    {
        using var scope = new TensorScope();
        using Module layer = Make(name);
        Tensor x = Tensor.Uniform([2, 16, 6, 6], -1, 1, new RandomGenerator(2));
        x.RequiresGrad = true;
        Tensor dy = Tensor.Full([2, 32, 6, 6], 1);
        long before = Tensor.OrderConversions;
        layer.Forward(x).Backward(dy);
        Assert.Equal(before, Tensor.OrderConversions);
        Assert.All(layer.Parameters(), p => Assert.NotNull(p.Gradient));
    }

    private static Module Make(string name) => name switch
    {
        "filters" => new CondConv2d(16, 32, 3, padding: 1, hasBias: true, options: new CondConvOptions { Evaluation = MixtureEvaluation.MixFilters }),
        "outputs" => new CondConv2d(16, 32, 3, padding: 1, hasBias: true, options: new CondConvOptions { Evaluation = MixtureEvaluation.MixOutputs }),
        "dynamic" => new DynamicConv2d(16, 32, 3, padding: 1),
        "dynet filters" => new DyNetConv2d(16, 32, 3, padding: 1, hasBias: true, options: new DyNetOptions { Evaluation = MixtureEvaluation.MixFilters }),
        "dynet outputs" => new DyNetConv2d(16, 32, 3, padding: 1, hasBias: true, options: new DyNetOptions { Evaluation = MixtureEvaluation.MixOutputs }),
        "odconv" => new ODConv2d(16, 32, 3, padding: 1),
        _ => new ODConv2d(16, 32, 3, padding: 1, options: new ODConvOptions { PerKernelAttention = true }),
    };
}
