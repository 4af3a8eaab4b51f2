using IlgpuConv.Inference;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Inference;

public class CompiledModuleTests
{
    [Fact]
    public void A_call_allocates_nothing()
    {
        using var device = new CpuDevice(1);
        using var network = new Conv2d(8, 8, 1, generator: new RandomGenerator(1), device: device);
        using CompiledModule compiled = network.Eval().Compile([1, 8, 8, 8]);
        float[] x = new float[512], y = new float[512];
        for (int i = 0; i < x.Length; i++) x[i] = i % 7 - 3;
        compiled.Run<float>(x, y);
        compiled.Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            compiled.Run();
            compiled.Run(compiled.Input);
            compiled.Run<float>(x, y);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        using Tensor input = Tensor.FromArray(x, [1, 8, 8, 8], device);
        using Tensor expected = network.Forward(input);
        Assert.Equal(expected.ToArray<float>(), y);
    }

    [Fact]
    public void Networks_of_many_launches_allocate_nothing_with_two_threads()
    {
        using var device = new CpuDevice(2);
        using Module network = Small(device);
        using CompiledModule compiled = network.Eval().Compile([2, 3, 16, 16]);
        for (int i = 0; i < 3; i++) compiled.Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) compiled.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Memory_is_shared_by_what_does_not_live_at_the_same_time()
    {
        using var device = new CpuDevice(1);
        using Module network = Small(device);
        network.Eval();
        long before = device.Memory.InUse;
        using (CompiledModule compiled = network.Compile([1, 3, 32, 32], fuses: false))
        {
            Assert.InRange(compiled.WorkspaceBytes, 2 * 32 * 32 * 8 * 4, compiled.UnplannedBytes * 2 / 3);
            using var scope = new TensorScope();
            Tensor x = Tensor.Uniform([1, 3, 32, 32], -1, 1, new RandomGenerator(2), device: device);
            Assert.Equal(network.Forward(x).ToArray<float>(), compiled.Run(x).ToArray<float>());
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // What remains are the packed filters, which the network keeps for its own forward.
        Assert.InRange(device.Memory.InUse - before, 0, 32 << 10);
    }

    [Fact]
    public void A_changed_parameter_is_an_error_until_refresh()
    {
        using var device = new CpuDevice(1);
        using var network = new Linear(3, 2, generator: new RandomGenerator(1), device: device);
        using CompiledModule compiled = network.Eval().Compile([1, 3]);
        compiled.Input.Fill(1);
        network.Weight.Value.Fill(2);
        network.Bias!.Value.Fill(0.5);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(compiled.Run);
        Assert.Equal(
            "[inference] a network is compiled for the parameters that it has then; call Refresh after a change. "
            + $"Got weight {network.Weight.Value} at version 1, compiled at version 0.",
            error.Message);
        compiled.Refresh();
        compiled.Run();
        Assert.Equal([6.5f, 6.5f], compiled.Output.ToArray<float>());
    }

    [Fact]
    public void Parameters_that_moved_are_an_error()
    {
        using var device = new CpuDevice(1);
        using var other = new CpuDevice(1);
        using var network = new Linear(3, 2, generator: new RandomGenerator(1), device: device);
        using CompiledModule compiled = network.Eval().Compile([1, 3]);
        string before = network.Weight.Value.ToString();
        network.To(other);
        Assert.Equal(
            "[inference] a network is compiled for the parameters that it has then; call Refresh after a change. "
            + $"Got weight {network.Weight.Value}, which is another tensor than when it was compiled, {before}.",
            Assert.Throws<InvalidOperationException>(compiled.Run).Message);
    }

    [Fact]
    public void A_network_in_training_is_an_error()
    {
        using var network = new Sequential(new Linear(3, 2), new Dropout(0.5));
        network.Eval();
        network[1].Train();
        Assert.Equal(
            "[inference] a network is compiled in inference; call Eval first. Got 1, a Dropout, in training.",
            Assert.Throws<InvalidOperationException>(() => network.Compile([1, 3])).Message);
    }

    [Fact]
    public void Arrays_and_tensors_of_other_sizes_are_errors()
    {
        using var network = new Linear(3, 2);
        using CompiledModule compiled = network.Eval().Compile([1, 3]);
        Assert.StartsWith(
            "[inference] the input must have the elements that the network was compiled for. Got 4 of f32 for f32 [1, 3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => compiled.Run<float>(new float[4], new float[2])).Message);
        Assert.StartsWith(
            "[inference] the output must have the elements that the network was compiled for. Got 2 of f64 for f32 [1, 2] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => Wrong(compiled)).Message);
        using Tensor wide = Tensor.Zeros([1, 4]);
        Assert.StartsWith(
            "[tensor] a copy needs the same shape, type and device. Got f32 [1, 4] row-major on cpu into f32 [1, 3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => compiled.Run(wide)).Message);
        compiled.Run();

        static void Wrong(CompiledModule compiled)
        {
            using var other = CompiledModule.Of(x => x.Relu(), [1, 3], ElementType.Float64);
            compiled.Run<float>(new float[3], new float[2]);
            _ = other;
            var border = new TensorBorder(compiled.Output, "output");
            border.Read<double>(new double[2]);
        }
    }

    [Fact]
    public void A_second_caller_at_the_same_time_is_an_error()
    {
        using var device = new CpuDevice(1);
        using var network = new Conv2d(64, 64, 3, padding: 1, generator: new RandomGenerator(1), device: device);
        using CompiledModule compiled = network.Eval().Compile([8, 64, 64, 64]);
        using var go = new Barrier(2);
        int refused = 0, ran = 0;
        void Call()
        {
            for (int i = 0; i < 20; i++)
            {
                go.SignalAndWait();
                try
                {
                    compiled.Run();
                    Interlocked.Increment(ref ran);
                }
                catch (InvalidOperationException error)
                {
                    Assert.Equal(
                        "[inference] a compiled network is for one caller at a time; compile another for each thread. "
                        + "Got a second call on one for f32 [8, 64, 64, 64] channels-last on cpu.",
                        error.Message);
                    Interlocked.Increment(ref refused);
                }
            }
        }
        var other = new Thread(Call);
        other.Start();
        Call();
        other.Join();
        Assert.Equal(40, ran + refused);
        Assert.True(refused > 0);
    }

    [Fact]
    public void Looking_at_numbers_is_refused_by_the_operation()
    {
        Assert.Equal(
            "[inference] a compiled network cannot look at numbers on the way. Got a read of 12 bytes in the forward, after relu.",
            Assert.Throws<NotSupportedException>(() => CompiledModule.Of(x => x.Relu().ToDoubles()[0] > 0 ? x : -x, [3])).Message);
    }

    [Fact]
    public void Changing_a_state_is_refused()
    {
        using var state = Tensor.Zeros([3]);
        Assert.Equal(
            "[inference] a compiled network cannot change tensors that it has not made. Got copy in the forward, before its first operation.",
            Assert.Throws<NotSupportedException>(() => CompiledModule.Of(
                x =>
                {
                    state.CopyFrom(x);
                    return x;
                },
                [3])).Message);
    }

    [Fact]
    public void A_tensor_that_escapes_cannot_be_used()
    {
        Tensor? kept = null;
        using CompiledModule compiled = CompiledModule.Of(x => (kept = TensorScope.Release(x.Relu())) * 2, [3]);
        Assert.Equal(
            "[inference] a tensor that was made while a network was compiled cannot be used outside. Got a buffer of 12 bytes of cpu.",
            Assert.Throws<InvalidOperationException>(() => kept!.ToArray<float>()).Message);
    }

    [Fact]
    public void Outputs_that_are_the_input_or_do_not_depend_on_it()
    {
        using CompiledModule same = CompiledModule.Of(x => x, [2, 3]), turned = CompiledModule.Of(x => x.Reshape([3, 2]), [2, 3]);
        using CompiledModule constant = CompiledModule.Of(_ => Tensor.Full([2], 3) * 2, [2, 3]);
        float[] values = [1, 2, 3, 4, 5, 6];
        var output = new float[6];
        same.Run<float>(values, output);
        Assert.Equal(values, output);
        Assert.Equal(new Shape(3, 2), turned.Output.Shape);
        turned.Run<float>(values, output);
        Assert.Equal(values, output);
        constant.Run();
        Assert.Equal([6f, 6f], constant.Output.ToArray<float>());
        Assert.Empty(constant.Steps);
    }

    [Fact]
    public void A_disposed_network_stays_compiled_and_a_disposed_compiled_one_does_not_run()
    {
        var network = new Linear(3, 2, generator: new RandomGenerator(1));
        CompiledModule compiled = network.Eval().Compile([1, 3]);
        compiled.Input.Fill(1);
        float[] before = compiled.Run(compiled.Input).ToArray<float>();
        network.Dispose();
        Assert.Equal(before, compiled.Run(compiled.Input).ToArray<float>());
        compiled.Dispose();
        compiled.Dispose();
        Assert.Throws<ObjectDisposedException>(compiled.Run);
    }

    private static Sequential Small(Device device) => new(
        new Conv2d(3, 8, 3, padding: 1, generator: new RandomGenerator(1), device: device), new BatchNorm2d(8, device: device), new Relu(),
        new Conv2d(8, 8, 3, padding: 1, generator: new RandomGenerator(2), device: device), new BatchNorm2d(8, device: device), new Relu(),
        new MaxPool2d(2), new Conv2d(8, 16, 3, padding: 1, groups: 2, generator: new RandomGenerator(3), device: device), new Relu(),
        new GlobalAvgPool2d(), new Flatten(), new Linear(16, 4, generator: new RandomGenerator(4), device: device));
}
