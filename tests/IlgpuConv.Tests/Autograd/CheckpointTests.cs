using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Autograd;

public class CheckpointTests
{
    [Fact]
    public void A_checkpoint_gives_the_same_bits_with_dropout_and_parameters()
    {
        using var scope = new TensorScope();
        var layer = new Linear(6, 5, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([4, 6], -1, 1, new RandomGenerator(2));
        x.RequiresGrad = true;

        float[][] Run(bool isCheckpointed)
        {
            var generator = new RandomGenerator(3);
            Tensor Piece(Tensor input) => layer.Forward(input).Dropout(0.4, generator).Tanh();
            Tensor y = isCheckpointed ? Checkpoint.Run(t => Piece(t[0]), x, layer.Weight, layer.Bias) : Piece(x);
            y.Square().Sum().Backward();
            float[][] result = [y.ToArray<float>(), x.Gradient!.ToArray<float>(), layer.Weight.Gradient!.ToArray<float>(), layer.Bias!.Gradient!.ToArray<float>()];
            x.ClearGradient();
            layer.ClearGradients();
            return result;
        }

        Assert.Equal(Run(isCheckpointed: false), Run(isCheckpointed: true));
    }

    [Fact]
    public void What_lies_between_is_not_kept()
    {
        using var device = new CpuDevice(1);
        using var x = Tensor.Full([10000], 0.5, device: device);
        x.RequiresGrad = true;

        long Kept(Func<Tensor, Tensor> run)
        {
            long before = device.Memory.InUse;
            using Tensor y = run(x);
            return device.Memory.InUse - before;
        }

        static Tensor Piece(Tensor t)
        {
            using var scope = new TensorScope();
            for (int i = 0; i < 10; i++) t = t.Square();
            return scope.Keep(t);
        }

        long plain = Kept(Piece), checkpointed = Kept(t => Checkpoint.Run(inputs => Piece(inputs[0]), t));
        Assert.True(checkpointed * 5 < plain, $"{checkpointed} bytes with a checkpoint, {plain} without");
    }

    [Fact]
    public void A_leaf_that_is_no_input_is_an_error()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([2], 1), w = Tensor.Full([2], 1);
        x.RequiresGrad = w.RequiresGrad = true;
        Tensor y = Checkpoint.Run(t => t[0] * w, x).Sum();
        Assert.Equal(
            "[checkpoint] every tensor that needs a gradient must be an input. Got a leaf [2] row-major that is none of the 1 inputs.",
            Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }
}
