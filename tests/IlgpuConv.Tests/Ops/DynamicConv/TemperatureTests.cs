using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DynamicConv;

public class TemperatureTests
{
    [Fact]
    public void Linear_schedule_falls_at_the_start_of_each_epoch()
    {
        var schedule = TemperatureSchedule.Linear(30, 1, 10);
        Assert.Equal([30, 30, 27.1, 1, 1], Values(schedule, 0, 99, 100, 1000, 5000));
        Assert.Equal("linear 30 to 1 over 10 epochs", schedule.ToString());
    }

    [Fact]
    public void Linear_schedule_may_fall_with_each_step()
    {
        Assert.Equal([30, 15.5, 1], Values(TemperatureSchedule.Linear(30, 1, 10, TemperatureClock.PartsOfEpochs), 0, 500, 1000));
        Assert.Equal([30, 15.5, 1], Values(TemperatureSchedule.Linear(30, 1, 500, TemperatureClock.Steps), 0, 250, 500));
    }

    [Fact]
    public void Exponential_schedule_has_a_constant_ratio()
    {
        Assert.Equal([16, 4, 1, 1], Values(TemperatureSchedule.Exponential(16, 1, 2), 0, 100, 200, 1000));
        Assert.Equal("exponential 16 to 1 over 2 epochs, each step", TemperatureSchedule.Exponential(16, 1, 2, TemperatureClock.PartsOfEpochs).ToString());
    }

    [Theory]
    [InlineData(34, new double[] { 34, 31, 28, 4, 1, 1 })]
    [InlineData(30, new double[] { 30, 27, 24, 1, 1, 1 })]
    public void Steps_go_down_from_any_first_temperature(double first, double[] expected) =>
        Assert.Equal(expected, Values(TemperatureSchedule.Steps(first, 1, 3), 0, 100, 200, 1000, 1100, 9999));

    [Fact]
    public void Numbers_are_checked()
    {
        Throws("[temperature] temperatures and lengths must be above 0. Got first 0, last 1, length 10.", () => TemperatureSchedule.Linear(0, 1, 10));
        Throws("[temperature] temperatures and lengths must be above 0. Got first 30, last 1, length 0.", () => TemperatureSchedule.Exponential(30, 1, 0));
        Throws("[temperature] temperatures and lengths must be above 0. Got first -1, last -1, length 1.", () => TemperatureSchedule.Constant(-1));
        Throws("[temperature] steps must go down by more than 0. Got first 1, last 30, change 3.", () => TemperatureSchedule.Steps(1, 30, 3));
    }

    [Fact]
    public void A_network_advances_all_its_attentions_and_their_temperature_is_saved()
    {
        using var scope = new TensorScope();
        using var network = new Sequential(new DynamicConv2d(3, 4, 3), new Sequential(new DynamicConv2d(4, 4, 1)));
        string[] names = [.. network.StateDictionary().Select(e => e.Name).Where(n => n.EndsWith("temperature", StringComparison.Ordinal))];
        Assert.Equal(["0.attention.temperature", "1.0.attention.temperature"], names);
        Assert.Equal([30, 30], Temperatures(network));
        network.AdvanceTo(new TrainingMoment(Step: 25, StepsPerEpoch: 10));
        Assert.Equal([24.2, 24.2], Temperatures(network));

        using var copy = new Sequential(new DynamicConv2d(3, 4, 3), new Sequential(new DynamicConv2d(4, 4, 1)));
        Assert.True(copy.LoadStateDictionary(network.StateDictionary()).IsComplete);
        Assert.Equal([24.2, 24.2], Temperatures(copy));
    }

    [Fact]
    public void Inside_an_epoch_the_buffer_is_left_alone()
    {
        using var layer = new DynamicConv2d(3, 4, 3);
        Tensor buffer = layer.NamedBuffers().Single().Buffer.Value;
        layer.AdvanceTo(new TrainingMoment(0, 10));
        int version = buffer.Version;
        layer.AdvanceTo(new TrainingMoment(9, 10));
        Assert.Equal(version, buffer.Version);
        layer.AdvanceTo(new TrainingMoment(10, 10));
        Assert.NotEqual(version, buffer.Version);
    }

    [Fact]
    public void A_high_temperature_makes_equal_shares_and_a_low_one_a_choice()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([3, 8, 4, 4], -1, 1, new RandomGenerator(3));
        Assert.All(Shares(1e4), share => Assert.Equal(0.25, share, 1e-3));
        Assert.All(Shares(1e-4).Chunk(4), row => Assert.Equal(1, row.Max(), 1e-3));

        float[] Shares(double temperature)
        {
            var options = new DynamicConvOptions { Temperature = TemperatureSchedule.Constant(temperature) };
            using var layer = new DynamicConv2d(8, 4, 3, options: options, generator: new RandomGenerator(1));
            float[] shares = layer.Shares(x).ToArray<float>();
            Assert.All(shares.Chunk(4), row => Assert.Equal(1, row.Sum(), 1e-5));
            return shares;
        }
    }

    [Fact]
    public void State_has_the_names_and_shapes_of_the_field()
    {
        using var layer = new DynamicConv2d(16, 6, 3);
        using var first = new DynamicConv1d(3, 6, 5, hasBias: false);
        Assert.Equal(
            [
                "weight [4, 6, 16, 3, 3]", "bias [4, 6]", "attention.temperature []", "attention.fc1.weight [5, 16]", "attention.fc2.weight [4, 5]",
                "attention.fc2.bias [4]",
            ],
            layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
        Assert.Equal(4, first.Attention.Hidden);
        Assert.Equal("linear 30 to 1 over 10 epochs", first.Attention.Schedule.ToString());
        Assert.All(layer.Bias!.Value.ToArray<float>(), b => Assert.Equal(0, b));
    }

    private static double[] Temperatures(Module network) =>
        [.. network.NamedModules().Select(m => m.Module).OfType<KernelAttention>().Select(a => Math.Round(a.Temperature, 4))];

    private static double[] Values(TemperatureSchedule schedule, params long[] steps) =>
        [.. steps.Select(step => Math.Round(schedule.At(new TrainingMoment(step, 100)), 10))];

    private static void Throws(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
