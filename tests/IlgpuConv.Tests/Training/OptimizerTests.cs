using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Training;

public class OptimizerTests
{
    private static readonly double[] s_first = [1, -2, 3, 0.5, -0.25];

    [Theory]
    [InlineData(0.0, 0.0, false)]
    [InlineData(0.0, 0.1, false)]
    [InlineData(0.9, 0.0, false)]
    [InlineData(0.9, 0.01, false)]
    [InlineData(0.9, 0.01, true)]
    public void Sgd_follows_its_formula(double momentum, double decay, bool nesterov)
    {
        double[] w = [.. s_first], v = new double[5];
        using var model = new Weights();
        using var optimizer = new Sgd(model, 0.1, momentum, decay, nesterov);
        for (int step = 0; step < 4; step++)
        {
            model.Step(optimizer);
            for (int i = 0; i < w.Length; i++)
            {
                double g = Weights.Gradient(w[i]) + decay * w[i];
                v[i] = momentum * v[i] + g;
                w[i] -= 0.1 * (momentum == 0 ? g : nesterov ? g + momentum * v[i] : v[i]);
            }
        }
        AssertClose(w, model.Value);
    }

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(false, 0.1)]
    [InlineData(true, 0.1)]
    public void Adam_follows_its_formula(bool decoupled, double decay)
    {
        double[] w = [.. s_first], m = new double[5], v = new double[5];
        using var model = new Weights();
        using Optimizer optimizer = decoupled ? new AdamW(model, 0.05, weightDecay: decay) : new Adam(model, 0.05, weightDecay: decay);
        for (int step = 1; step <= 5; step++)
        {
            model.Step(optimizer);
            for (int i = 0; i < w.Length; i++)
            {
                double g = Weights.Gradient(w[i]) + (decoupled ? 0 : decay * w[i]);
                if (decoupled) w[i] *= 1 - 0.05 * decay;
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                w[i] -= 0.05 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }
        AssertClose(w, model.Value);
    }

    [Fact]
    public void A_restored_optimizer_goes_on_with_the_same_bits()
    {
        using Weights straight = new(), resumed = new();
        using Adam whole = new(straight, 0.05), first = new(resumed, 0.05), second = new(resumed, 0.05);
        for (int i = 0; i < 6; i++) straight.Step(whole);
        for (int i = 0; i < 3; i++) resumed.Step(first);
        second.Restore(first.StateDictionary(), first.Steps);
        for (int i = 0; i < 3; i++) resumed.Step(second);
        Assert.Equal(["w.mean", "w.square"], second.StateDictionary().Select(s => s.Name));
        Assert.Equal(straight.Value, resumed.Value);
        Assert.StartsWith(
            "[optimizer] saved state must fit a parameter's name, shape and type. Got 'w.mean' f64 [4] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => second.Restore([("w.mean", Tensor.Zeros([4], ElementType.Float64))], 1)).Message);
    }

    [Fact]
    public void Groups_have_settings_of_their_own_and_frozen_parameters_stay()
    {
        using Weights a = new(), b = new(), c = new();
        ParameterGroup[] groups =
        [
            new([("a", a.W)]) { RateFactor = 0.5 }, new([("b", b.W)]) { WeightDecay = 1 }, new([("c", c.W)]),
        ];
        using var optimizer = new Sgd(groups, 0.1);
        c.W.RequiresGrad = false;
        a.Backward();
        b.Backward();
        optimizer.Step();
        AssertClose([.. s_first.Select(w => w - 0.05 * Weights.Gradient(w))], a.Value);
        AssertClose([.. s_first.Select(w => w - 0.1 * (Weights.Gradient(w) + w))], b.Value);
        Assert.Equal(s_first, c.Value);
        Assert.StartsWith(
            "[optimizer] names of parameters must be unique. Got 'a' twice.",
            Assert.Throws<ArgumentException>(() => new Sgd([new([("a", a.W), ("a", b.W)])], 0.1)).Message);
    }

    [Fact]
    public void Gradients_are_clipped_by_norm_and_by_value()
    {
        using Weights a = new(), b = new();
        a.Backward();
        b.Backward();
        double norm = Math.Sqrt(2 * s_first.Sum(w => Weights.Gradient(w) * Weights.Gradient(w)));
        Assert.Equal(norm, GradientClipping.ByNorm([a.W, b.W], 1), 1e-9);
        Assert.Equal(1, Math.Sqrt(2) * Math.Sqrt(a.W.Gradient!.ToDoubles().Sum(g => g * g)), 1e-5);
        GradientClipping.ByValue([b.W], 0.1);
        Assert.Equal(0.1, b.W.Gradient!.ToDoubles().Max(Math.Abs), 1e-12);
    }

    [Fact]
    public void Schedules_depend_on_the_step_alone()
    {
        Assert.Equal(0.3, Schedule.Constant(0.3).Rate(1000));
        Assert.Equal([1, 1, 0.1, 0.1, 0.01], Enumerable.Range(0, 5).Select(i => Math.Round(Schedule.Steps(1, 2).Rate(i), 12)));
        Schedule cosine = Schedule.Cosine(1, 10, 0.2);
        Assert.Equal([1, 0.6, 0.2, 0.2], new long[] { 0, 5, 10, 99 }.Select(i => Math.Round(cosine.Rate(i), 12)));
        Schedule warm = cosine.WithWarmUp(4);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 0.6], new long[] { 0, 1, 2, 3, 4, 9 }.Select(i => Math.Round(warm.Rate(i), 12)));
        using var model = new Weights();
        using var optimizer = new Sgd(model, 0.1);
        model.Step(optimizer);
        warm.Apply(optimizer);
        Assert.Equal(0.5, optimizer.Rate);
    }

    [Fact]
    public void A_training_loop_learns_gives_its_memory_back_and_repeats_its_bits_on_any_number_of_threads()
    {
        float[] first = Train(1), second = Train(2);
        Assert.Equal(first, second);
    }

    private static float[] Train(int threads)
    {
        using var device = new CpuDevice(threads);
        long before = device.Memory.InUse;
        float[] result;
        using (var outer = new TensorScope())
        {
            var generator = new RandomGenerator(3);
            using var model = new Sequential(
                new Linear(8, 33, generator: generator, device: device), new Relu(), new Dropout(0.1, generator),
                new Linear(33, 3, generator: generator, device: device));
            using var optimizer = new Sgd(model, 0.1, 0.9, 1e-4, nesterov: true);
            Tensor x = Tensor.Normal([60, 8], generator: new RandomGenerator(4), device: device);
            int[] classes = [.. x.ToArray<float>().Chunk(8).Select(row => row[0] > 0.3f ? 0 : row[1] > 0 ? 1 : 2)];
            Tensor labels = Tensor.FromArray(classes, [60], device);
            long steady = 0;
            double loss = 0;
            for (int step = 0; step < 60; step++)
            {
                using var scope = new TensorScope();
                Tensor value = model.Forward(x).SoftmaxCrossEntropy(labels);
                value.Backward();
                GradientClipping.ByNorm(model.Parameters(), 5);
                optimizer.Step();
                optimizer.ClearGradients();
                loss = value.ToScalar();
                scope.Dispose();
                if (step == 5) steady = device.Memory.InUse;
                if (step > 5) Assert.Equal(steady, device.Memory.InUse);
            }
            Assert.True(loss < 0.35, $"the loss is {loss}");
            result = [.. model.StateDictionary().SelectMany(s => s.Tensor.ToArray<float>())];
        }
        Assert.Equal(before, device.Memory.InUse);
        return result;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    /// <summary>Five weights with the loss <c>Σ (w⁴ / 4 + w)</c>.</summary>
    private sealed class Weights : Module
    {
        public Weights()
        {
            W = AddParameter("w", Tensor.FromArray(s_first, [5]));
        }

        public Parameter W { get; }

        public double[] Value => W.Value.ToDoubles();

        public static double Gradient(double w) => w * w * w + 1;

        public override Tensor Forward(Tensor input) => input;

        public void Backward()
        {
            using var scope = new TensorScope();
            (W.Value.Square().Square() * 0.25 + W.Value).Sum().Backward();
        }

        public void Step(Optimizer optimizer)
        {
            Backward();
            optimizer.Step();
            optimizer.ClearGradients();
        }
    }
}
