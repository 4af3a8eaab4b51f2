using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public class ReduceTests
{
    [Fact]
    public void Sums_of_whole_numbers_are_exact_over_every_choice_of_axes()
    {
        using var scope = new TensorScope();
        Shape shape = [3, 5, 4, 7];
        float[] values = [.. Enumerable.Range(0, 420).Select(i => (float)(i * 37 % 101))];
        foreach (MemoryOrder order in Enum.GetValues<MemoryOrder>())
        {
            Tensor x = Tensor.FromArray(values, shape, order: order);
            for (int mask = 0; mask < 16; mask++)
            {
                int[] axes = [.. Enumerable.Range(0, 4).Where(a => (mask >> a & 1) == 1)];
                Assert.Equal(PlainSum(values, shape, axes), x.Sum(axes).ToArray<float>());
            }
        }
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads_and_width_of_vectors()
    {
        float[] expected = Sums(new CpuDevice(1, 512));
        Assert.Equal(expected, Sums(new CpuDevice(2, 512)));
        Assert.Equal(expected, Sums(new CpuDevice(2, 256)));
        Assert.Equal(expected, Sums(new CpuDevice(1, 128)));
        Assert.Equal(expected, Sums(new ReferenceDevice()));
    }

    [Fact]
    public void A_shape_that_is_not_broadcast_is_an_error()
    {
        using Tensor x = Tensor.Zeros([2, 3]);
        Assert.StartsWith(
            "[sum] the shape must be one that is broadcast to the tensor's. Got [4, 2, 3] for f32 [2, 3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => x.SumTo([4, 2, 3])).Message);
        Assert.StartsWith("[expand] only sizes of 1 can be repeated. Got [2, 3] to [1, 3].", Assert.Throws<ArgumentException>(() => x.Expand([1, 3])).Message);
    }

    private static float[] Sums(Device device)
    {
        using (device)
        using (new TensorScope())
        {
            Tensor x = Tensor.Normal([9, 19, 31, 17], generator: new RandomGenerator(1), device: device);
            return [.. x.Sum().ToArray<float>(), .. x.Sum([0, 2, 3]).ToArray<float>(), .. x.Sum([1]).ToArray<float>(), .. x.Mean([2, 3]).ToArray<float>()];
        }
    }

    private static float[] PlainSum(float[] values, Shape shape, int[] axes)
    {
        int[] left = [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        var sums = new float[left.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            int at = 0, rest = i;
            int[] index = new int[4];
            for (int axis = 3; axis >= 0; axis--) (index[axis], rest) = (rest % shape[axis], rest / shape[axis]);
            for (int axis = 0; axis < 4; axis++) at = at * left[axis] + (left[axis] == 1 ? 0 : index[axis]);
            sums[at] += values[i];
        }
        return sums;
    }
}
