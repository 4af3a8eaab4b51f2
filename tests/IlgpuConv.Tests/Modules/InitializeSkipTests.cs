using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Modules;

public class InitializeSkipTests
{
    [Fact]
    public void No_first_values_are_drawn_while_they_are_skipped_and_loaded_ones_are_the_same()
    {
        var random = new RandomGenerator(3);
        using var source = new Sequential(new Conv2d(2, 3, 3, generator: random), new Linear(3, 4, generator: random));
        ulong position = random.Position;
        Sequential target;
        using (Initialize.Skip())
        {
            using (Initialize.Skip()) target = new Sequential(new Conv2d(2, 3, 3, generator: random));
            target.Add(new Linear(3, 4, generator: random));
        }
        Assert.Equal(position, random.Position);
        Assert.Empty(target.LoadStateDictionary(source.StateDictionary()).Missing);
        foreach ((Parameter a, Parameter b) in source.Parameters().Zip(target.Parameters())) Assert.Equal(a.Value.ToDoubles(), b.Value.ToDoubles());
        target.Dispose();
        using var drawn = new Linear(3, 4, generator: random);
        Assert.True(random.Position > position);
    }
}
