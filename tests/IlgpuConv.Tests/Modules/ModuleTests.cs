using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Modules;

public class ModuleTests
{
    [Fact]
    public void Names_are_those_of_PyTorch()
    {
        using var model = new Model();
        Assert.Equal(
            ["scale", "features.0.weight", "features.0.bias", "features.2.weight", "head.weight"], model.NamedParameters().Select(p => p.Name));
        Assert.Equal(
            ["scale", "count", "features.0.weight", "features.0.bias", "features.2.weight", "head.weight"],
            model.StateDictionary().Select(s => s.Name));
        Assert.Equal(["", "features", "features.0", "features.1", "features.2", "head"], model.NamedModules().Select(m => m.Name));
    }

    [Fact]
    public void Training_reaches_every_module()
    {
        using var model = new Model();
        Assert.True(model.IsTraining);
        model.Eval();
        Assert.DoesNotContain(model.NamedModules(), m => m.Module.IsTraining);
        model.Train();
        Assert.DoesNotContain(model.NamedModules(), m => !m.Module.IsTraining);
    }

    [Fact]
    public void A_module_moves_to_another_device_and_type()
    {
        using var model = new Model();
        float[] before = model.Head.Weight.Value.ToArray<float>();
        Parameter weight = model.Head.Weight;
        model.To(Devices.Get("reference")).To(ElementType.Float64);
        Assert.Same(weight, model.Head.Weight);
        Assert.All(model.StateDictionary(), s => Assert.Equal("reference", s.Tensor.Device.Id));
        Assert.Equal(ElementType.Float64, weight.Value.Type);
        Assert.Equal(ElementType.Int64, model.Count.Value.Type);
        Assert.Equal(MemoryOrder.Filter, weight.Value.Order);
        Assert.True(weight.RequiresGrad);
        Assert.Equal(before.Select(v => (double)v), weight.Value.ToDoubles());
    }

    [Fact]
    public void A_state_is_loaded_by_name_with_a_report()
    {
        using var scope = new TensorScope();
        using Model model = new(), other = new(seed: 9);
        StateReport all = model.LoadStateDictionary(other.StateDictionary());
        Assert.True(all.IsComplete);
        Assert.Equal(other.Head.Weight.Value.ToArray<float>(), model.Head.Weight.Value.ToArray<float>());

        int version = model.Scale.Value.Version;
        StateReport part = model.LoadStateDictionary(
        [
            ("scale", Tensor.Full([1], 7, ElementType.Float64)), ("head.weight", Tensor.Zeros([2, 2])), ("stranger", Tensor.Zeros([1])),
        ]);
        Assert.Equal(7, model.Scale.Value.ToScalar());
        Assert.Equal(version + 1, model.Scale.Value.Version);
        Assert.Equal(
            "1 loaded; missing: count, features.0.weight, features.0.bias, features.2.weight; unexpected: stranger; " +
            "mismatched: head.weight: [2, 2] for [2, 3]",
            part.ToString());
    }

    [Fact]
    public void Parameters_outlive_the_scope_they_were_made_in()
    {
        Model model;
        using (new TensorScope()) model = new Model();
        Assert.All(model.StateDictionary(), s => Assert.False(s.Tensor.IsDisposed));
        model.Dispose();
        Assert.All(model.StateDictionary(), s => Assert.True(s.Tensor.IsDisposed));
    }

    [Fact]
    public async Task Inference_is_safe_from_several_threads()
    {
        using var model = new Model();
        model.Eval();
        Tensor[] inputs = [.. Enumerable.Range(0, 8).Select(i => Tensor.Uniform([5, 4], -1, 1, new RandomGenerator((ulong)i)))];
        float[][] expected = [.. inputs.Select(x => Infer(model, x))];
        model.Head.Weight.Value.MarkChanged();
        float[][] actual = await Task.WhenAll(Enumerable.Range(0, 160).Select(i => Task.Run(() => Infer(model, inputs[i % 8]))));
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i % 8], actual[i]);
        foreach (Tensor input in inputs) input.Dispose();
    }

    [Fact]
    public void A_name_is_new_and_has_no_dot() => Assert.StartsWith(
        "[module] a name must be new in its module, not empty, and without a dot. Got '0' in Sequential.",
        Assert.Throws<ArgumentException>(() => new Sequential(new Relu()).Add(new Relu(), "0")).Message);

    [Fact]
    public void First_values_have_the_documented_bounds()
    {
        Shape shape = [64, 16, 3, 3];
        Assert.Equal((144L, 576L), (Initialize.FanIn(shape), Initialize.FanOut(shape)));
        double[] uniform = Initialize.KaimingUniform(shape, new RandomGenerator(1)).ToDoubles();
        Assert.InRange(uniform.Max(Math.Abs), 0.99 / 12, 1.0 / 12);
        double[] normal = Initialize.KaimingNormal(shape, new RandomGenerator(2)).ToDoubles();
        Assert.InRange(Math.Sqrt(normal.Average(v => v * v)), 0.97 * Math.Sqrt(2.0 / 576), 1.03 * Math.Sqrt(2.0 / 576));
        Assert.InRange(Initialize.Bias([1000], 25, new RandomGenerator(3)).ToDoubles().Max(Math.Abs), 0.19, 0.2);
        Assert.All(Initialize.Constant([3], 4).ToDoubles(), v => Assert.Equal(4, v));
    }

    private static float[] Infer(Model model, Tensor input)
    {
        using var scope = new TensorScope();
        return model.Forward(input).ToArray<float>();
    }

    private sealed class Model : Module
    {
        private readonly Sequential _features;

        public Model(ulong seed = 1)
        {
            var generator = new RandomGenerator(seed);
            Scale = AddParameter("scale", Tensor.Full([1], 2));
            Count = AddBuffer("count", Tensor.FromArray([3L], [1]));
            _features = AddModule(
                "features", new Sequential(new Linear(4, 6, generator: generator), new Relu(), new Linear(6, 3, hasBias: false, generator)));
            Head = AddModule("head", new Linear(3, 2, hasBias: false, generator));
        }

        public Parameter Scale { get; }

        public ModuleBuffer Count { get; }

        public Linear Head { get; }

        public override Tensor Forward(Tensor input) => Head.Forward(_features.Forward(input).Mul(Scale.Value));
    }
}
