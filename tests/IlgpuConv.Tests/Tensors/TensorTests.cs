using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Tensors;

public class TensorTests
{
    private static readonly float[] s_counting = [.. Enumerable.Range(0, 120).Select(i => (float)i)];

    [Theory]
    [InlineData(MemoryOrder.RowMajor)]
    [InlineData(MemoryOrder.ChannelsLast)]
    [InlineData(MemoryOrder.Filter)]
    [InlineData(MemoryOrder.PerSampleFilter)]
    public void Arrays_keep_the_logical_order(MemoryOrder order)
    {
        using Tensor tensor = Tensor.FromArray(s_counting, [2, 3, 4, 5], order: order);
        Assert.Equal(s_counting, tensor.ToArray<float>());
        using Tensor five = Tensor.FromArray(s_counting, [2, 3, 2, 2, 5], order: order);
        Assert.Equal(s_counting, five.ToArray<float>());
    }

    [Fact]
    public void Channels_lie_next_to_each_other()
    {
        using Tensor tensor = Tensor.FromArray(s_counting, [2, 3, 4, 5]);
        using Tensor memory = tensor.ViewAs(new Layout([120], MemoryOrder.RowMajor));
        Assert.Equal([0, 20, 40, 1], memory.ToArray<float>()[..4]);
    }

    [Fact]
    public void Every_element_type_round_trips()
    {
        RoundTrip(1.5f, -2f);
        RoundTrip(1.5, -2.0);
        RoundTrip(7, -8);
        RoundTrip(long.MaxValue, -1L);
        RoundTrip<byte>(255, 0);
        Assert.StartsWith(
            "[tensor] the element type must be f32, f64, i32, i64 or u8. Got u32.",
            Assert.Throws<ArgumentException>(() => Tensor.FromArray<uint>([1], [1])).Message);
    }

    [Fact]
    public async Task Elements_can_be_read_while_the_program_goes_on()
    {
        using Tensor tensor = Tensor.FromArray(s_counting, [2, 3, 4, 5]);
        Assert.Equal(s_counting, await tensor.ToArrayAsync<float>());
    }

    [Fact]
    public void A_slice_of_channels_is_a_view()
    {
        using Tensor tensor = Tensor.FromArray(s_counting, [2, 3, 4, 5]);
        using Tensor slice = tensor.Slice(1, 1, 2);
        Assert.Equal((3, 1L), (slice.Pitch, slice.Offset));
        slice.Fill(-1);
        Assert.Equal(s_counting.Select((v, i) => i / 20 % 3 == 0 ? v : -1), tensor.ToArray<float>());
        using Tensor batch = tensor.Slice(0, 1, 1);
        Assert.Equal(60, batch.Offset);
        Assert.Equal(tensor.ToArray<float>()[60..], batch.ToArray<float>());
    }

    [Fact]
    public void A_copy_goes_between_orders_and_is_counted()
    {
        using Tensor source = Tensor.FromArray(s_counting, [2, 3, 4, 5], order: MemoryOrder.RowMajor);
        using Tensor target = Tensor.Zeros([2, 3, 4, 5]);
        long before = Tensor.OrderConversions;
        int version = target.Version;
        target.CopyFrom(source);
        Assert.Equal(s_counting, target.ToArray<float>());
        Assert.True(Tensor.OrderConversions > before);
        Assert.Equal(version + 1, target.Version);
    }

    [Fact]
    public void An_image_is_normalised_channel_by_channel()
    {
        using Tensor image = Tensor.FromImage([0, 255, 51, 102], 2, 1, 2, [0f, 1f], [1f, 0.5f]);
        Assert.Equal(new Shape(1, 2, 2, 1), image.Shape);
        Assert.Equal([0, 0.2, 0, -1.2], image.ToDoubles().Select(v => Math.Round(v, 6)));
        Assert.StartsWith(
            "[image] there must be height x width x channels bytes, and a mean and a deviation for each channel. " +
            "Got 3 bytes, 1 means and 1 deviations for height 2, width 2, channels 1.",
            Assert.Throws<ArgumentException>(() => Tensor.FromImage([1, 2, 3], 2, 2, 1, [0f], [1f])).Message);
    }

    [Fact]
    public void A_tensor_describes_itself()
    {
        using Tensor tensor = Tensor.FromArray<float>([1, 2, 3, 6], [1, 2, 2, 1]);
        Assert.Equal("f32 [1, 2, 2, 1] channels-last on cpu", tensor.ToString());
        Assert.Equal("f32 [1, 2, 2, 1] channels-last on cpu: min 1, max 6, mean 3, deviation 1.87083; 1 2 3 6", tensor.Describe());
    }

    [Fact]
    public void A_tensor_moves_to_another_device_and_type()
    {
        using Tensor tensor = Tensor.FromArray(s_counting, [2, 3, 4, 5]);
        using Tensor moved = tensor.To(Devices.Get("reference"));
        Assert.Equal(("reference", MemoryOrder.ChannelsLast), (moved.Device.Id, moved.Order));
        Assert.Equal(s_counting, moved.ToArray<float>());
        using Tensor wide = moved.To(ElementType.Float64);
        Assert.Equal(s_counting.Select(v => (double)v), wide.ToArray<double>());
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Tensor gone = Tensor.Zeros([2, 3]);
        gone.Dispose();
        Assert.EndsWith(
            "[tensor] a disposed tensor cannot be used. Got f32 [2, 3] row-major on cpu.",
            Assert.Throws<ObjectDisposedException>(() => gone.Add(1)).Message.Split('\n')[0]);

        using Tensor here = Tensor.Zeros([2, 3]), there = Tensor.Zeros([2, 3], device: Devices.Get("reference"));
        Assert.StartsWith(
            "[add] all inputs must lie on one device. Got input 0 f32 [2, 3] row-major on cpu and input 1 f32 [2, 3] row-major on reference.",
            Assert.Throws<ArgumentException>(() => here + there).Message);

        using Tensor other = Tensor.Zeros([2, 4]);
        Assert.StartsWith(
            "[add] sizes must be equal or 1, aligned at the last axis. Got [2, 3] and [2, 4].",
            Assert.Throws<ArgumentException>(() => here + other).Message);
        Assert.StartsWith(
            "[tensor] the array must have as many elements as the shape. Got 5 elements for [2, 3], which has 6.",
            Assert.Throws<ArgumentException>(() => Tensor.FromArray(new float[5], [2, 3])).Message);
        Assert.StartsWith(
            "[tensor] an array must have the tensor's element type. Got Double for f32 [2, 3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => here.ToArray<double>()).Message);
    }

    private static void RoundTrip<T>(T first, T second)
        where T : unmanaged
    {
        using Tensor tensor = Tensor.FromArray([first, second, first, second], [1, 2, 2, 1]);
        Assert.Equal([first, second, first, second], tensor.ToArray<T>());
    }
}
