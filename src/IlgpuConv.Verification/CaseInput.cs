using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// One input of a case: its name, its layout and how its numbers are made from the case's seed. The numbers are rounded to
/// <c>float</c>, so that both types compute with the same.
/// </summary>
/// <param name="Name">The name in reports, such as <c>weight</c>.</param>
/// <param name="Layout">The layout; a pitch makes the input a slice.</param>
/// <param name="Make">Fills the elements in logical order.</param>
public sealed record CaseInput(string Name, Layout Layout, Action<RandomGenerator, double[]> Make)
{
    /// <summary>Whether the gradient with respect to the input is checked.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>The element type where it is not that of the run, such as <c>i32</c> for labels.</summary>
    public ElementType? Type { get; init; }

    /// <summary>Uniform numbers in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static CaseInput Uniform(
        string name, Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast, double low = -1, double high = 1, int pitch = 0) =>
        new(name, new Layout(shape, order, pitch), (generator, values) => generator.Uniform(values, low, high));

    /// <summary>Numbers of either sign whose size is in [0.1, 1): no differences are taken across a kink at 0.</summary>
    public static CaseInput AwayFromZero(string name, Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast, int pitch = 0) =>
        new(name, new Layout(shape, order, pitch), (generator, values) =>
        {
            generator.Uniform(values, -0.9, 0.9);
            for (int i = 0; i < values.Length; i++) values[i] += values[i] < 0 ? -0.1 : 0.1;
        });

    /// <summary>Numbers in [-1, 1) that all differ by at least 2 / elements: no differences are taken across a change of the maximum.</summary>
    public static CaseInput Distinct(string name, Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast, int pitch = 0) =>
        new(name, new Layout(shape, order, pitch), (generator, values) =>
        {
            int[] order = generator.Permutation(values.Length);
            for (int i = 0; i < values.Length; i++) values[i] = 2.0 * order[i] / values.Length - 1;
        });

    /// <summary>Class numbers from 0 to <paramref name="classes"/> - 1, as <c>i32</c>.</summary>
    public static CaseInput Labels(string name, Shape shape, int classes) =>
        new(name, new Layout(shape, MemoryOrder.RowMajor), (generator, values) =>
        {
            generator.Uniform(values, 0, classes);
            for (int i = 0; i < values.Length; i++) values[i] = Math.Floor(values[i]);
        })
        { HasGradient = false, Type = ElementType.Int32 };

    /// <summary>The numbers of this input for a case, in logical order.</summary>
    public double[] Numbers(ulong seed)
    {
        var values = new double[Layout.Shape.Elements];
        Make(new RandomGenerator(seed), values);
        for (int i = 0; i < values.Length; i++) values[i] = (float)values[i];
        return values;
    }

    /// <summary>The input as a tensor: a view into a larger one where the layout has a pitch.</summary>
    public Tensor ToTensor(double[] numbers, Device device, ElementType type, bool requiresGrad)
    {
        Tensor whole = Tensor.FromDoubles(numbers, Layout.Shape, Type ?? type, device, Layout.Order);
        Tensor result = whole;
        if (!Layout.IsDense)
        {
            result = Tensor.Empty(Layout, whole.Type, device);
            result.CopyFrom(whole);
        }
        if (requiresGrad && HasGradient) result.RequiresGrad = true;
        return result;
    }
}
