using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Norm;

/// <summary>Batch normalisation, a summand and an activation in one operation are what the three are one after the other.</summary>
public class NormActivationTests
{
    public static TheoryData<NormActivation, bool> Tails => new()
    {
        { NormActivation.Relu, false }, { NormActivation.Relu6, false }, { NormActivation.None, true }, { NormActivation.Relu, true }, { NormActivation.Relu6, true },
    };

    [Theory]
    [MemberData(nameof(Tails))]
    public void One_operation_has_the_bits_of_three_and_their_gradients(NormActivation activation, bool hasResidual)
    {
        using var scope = new TensorScope();
        Tensor[] a = Leaves(), b = Leaves();
        Tensor one = a[0].BatchNorm(a[1], a[2], activation: activation, residual: hasResidual ? a[3] : null);
        Tensor sum = b[0].BatchNorm(b[1], b[2]);
        if (hasResidual) sum += b[3];
        Tensor three = Then(sum, activation);
        Assert.Equal(three.ToArray<float>(), one.ToArray<float>());
        Assert.Contains(one.ToArray<float>(), v => v == 0f || activation == NormActivation.None);

        Tensor gradient = Tensor.Uniform(one.Shape, -1, 1, new RandomGenerator(5));
        one.Backward(gradient);
        three.Backward(gradient);
        for (int i = 0; i < (hasResidual ? 4 : 3); i++)
        {
            double[] expected = b[i].Gradient!.ToDoubles(), actual = a[i].Gradient!.ToDoubles();
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-5);
        }
    }

    /// <summary>The gradient that is made of operations, so that it can be differentiated again, is that of the kernels.</summary>
    [Theory]
    [MemberData(nameof(Tails))]
    public void The_gradient_of_a_gradient_exists(NormActivation activation, bool hasResidual)
    {
        using var scope = new TensorScope();
        Tensor[] a = Leaves(ElementType.Float64);
        Tensor Loss() => a[0].BatchNorm(a[1], a[2], activation: activation, residual: hasResidual ? a[3] : null).Square().Sum([0, 1, 2, 3]);
        Tensor[] kernels = Gradients.Of(Loss(), a[..3]), operations = Gradients.Of(Loss(), a[..3], createGraph: true);
        for (int i = 0; i < 3; i++)
        {
            double[] expected = kernels[i].ToDoubles(), actual = operations[i].ToDoubles();
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-9);
        }
        operations[0].Square().Sum([0, 1, 2, 3]).Backward();
        // A bias moves no gradient of x: it is the same for all.
        Assert.All(a[..2], leaf => Assert.Contains(leaf.Gradient!.ToDoubles(), v => Math.Abs(v) > 1e-6));
    }

    [Theory]
    [InlineData(typeof(Relu))]
    [InlineData(typeof(Relu6))]
    public void A_sequence_and_a_block_let_the_norm_take_the_activation(Type activation)
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm2d(3);
        var next = (Module)Activator.CreateInstance(activation)!;
        Tensor x = Tensor.Uniform([2, 3, 4, 4], -9, 9, new RandomGenerator(1));
        Tensor expected = next.Forward(x.BatchNorm(norm.Weight, norm.Bias));
        Assert.Equal(expected.ToArray<float>(), new Sequential(norm, next).Forward(x).ToArray<float>());
        Assert.Equal(1L, norm.BatchesTracked!.Value.ToArray<long>()[0]);
        Assert.NotNull(((IFusing)norm).ForwardWith(x, next));
        Assert.Null(((IFusing)norm).ForwardWith(x, new Silu()));
    }

    [Fact]
    public void The_same_bits_on_every_run_and_for_any_number_of_threads()
    {
        string[] runs = [.. Enumerable.Range(0, 20).Select(run =>
        {
            using var device = new CpuDevice(1 + run % 3);
            using var scope = new TensorScope();
            Tensor x = Tensor.Uniform([8, 19, 16, 16], -1, 1, new RandomGenerator(1), device: device), r = Tensor.Uniform(x.Shape, -1, 1, new RandomGenerator(2), device: device);
            Tensor w = Tensor.Full([19], 2, device: device), b = Tensor.Full([19], 0.5, device: device);
            foreach (Tensor leaf in (Tensor[])[x, r, w, b]) leaf.RequiresGrad = true;
            Tensor y = x.BatchNorm(w, b, activation: NormActivation.Relu).BatchNorm(w, b, activation: NormActivation.Relu6, residual: r);
            y.Backward(Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(3), device: device));
            return string.Join(' ', ((Tensor[])[y, x.Gradient!, r.Gradient!, w.Gradient!, b.Gradient!]).Select(t => Convert.ToHexString(
                System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(t.ToArray<float>())))));
        })];
        Assert.All(runs, run => Assert.Equal(runs[0], run));
    }

    [Fact]
    public void A_residual_of_another_shape_is_refused()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros([2, 3, 4, 4]);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => x.BatchNorm(residual: Tensor.Zeros([2, 3, 4, 1])));
        Assert.Equal("[batchnorm] the residual must have the input's shape and type. Got f32 [2, 3, 4, 1] channels-last on cpu for f32 [2, 3, 4, 4] channels-last on cpu. (Parameter 'residual')", fault.Message);
    }

    /// <summary>A whole network: a residual block is what its layers are one after the other.</summary>
    [Fact]
    public void A_residual_block_is_its_layers_one_after_the_other()
    {
        using var scope = new TensorScope();
        using var network = new ResNet(new ResNetOptions { Width = 4, Blocks = [1, 1, 1, 1], IsBottleneck = true }, new RandomGenerator(3));
        var block = (ResNetBlock)((Sequential)network.Children.Single(c => c.Name == "layer2").Module)[0];
        Tensor x = Tensor.Uniform([2, 16, 6, 6], -1, 1, new RandomGenerator(4));
        Dictionary<string, Module> parts = block.Children.ToDictionary(c => c.Name, c => c.Module);
        Tensor value = x;
        for (int i = 1; i <= 3; i++)
        {
            value = parts[$"bn{i}"].Forward(parts[$"conv{i}"].Forward(value));
            if (i < 3) value = value.Relu();
        }
        Tensor expected = (value + parts["downsample"].Forward(x)).Relu();
        Assert.Equal(expected.ToArray<float>(), block.Forward(x).ToArray<float>());
    }

    private static Tensor Then(Tensor x, NormActivation activation) => activation switch
    {
        NormActivation.Relu => x.Relu(),
        NormActivation.Relu6 => x.Relu6(),
        _ => x,
    };

    private static Tensor[] Leaves(ElementType type = ElementType.Float32)
    {
        var generator = new RandomGenerator(11);
        Tensor[] leaves =
        [
            Tensor.Uniform([3, 7, 5, 4], -1, 1, generator, type), Tensor.Uniform([7], 3, 5, generator, type), Tensor.Uniform([7], 2, 4, generator, type),
            Tensor.Uniform([3, 7, 5, 4], -1, 1, generator, type),
        ];
        foreach (Tensor leaf in leaves) leaf.RequiresGrad = true;
        return leaves;
    }
}
