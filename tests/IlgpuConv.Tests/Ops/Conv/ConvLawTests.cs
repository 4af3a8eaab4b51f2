using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>What every convolution obeys, whatever its sizes: computed in two ways on <c>cpu</c> in double.</summary>
public class ConvLawTests
{
    private static readonly Device s_cpu = Devices.Get("cpu");

    private static readonly PaddingMode[] s_modes =
        [PaddingMode.Zeros, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular, PaddingMode.Symmetric, PaddingMode.Constant(0.75)];

    [Fact]
    public void Padded_is_pad_then_valid() => Property.ForAll(250, seed =>
    {
        using var scope = new TensorScope();
        ConvExample example = Plain(seed);
        PaddingMode mode = s_modes[seed % s_modes.Length];
        if (!example.Movement.Select((m, i) => Math.Max(m.Low, m.High) < example.X[2 + i]).All(fits => fits)) mode = PaddingMode.Replicate;
        Tensor[] t = example.Inputs(s_cpu, ElementType.Float64);
        Tensor? bias = t.Length > 2 ? t[2] : null;
        Tensor actual = ConvMethods.Conv("conv", t[0], t[1], bias, example.Movement, example.Groups, example.IsPerSample, mode);
        Tensor padded = PadMethods.Pad("pad", t[0], new PaddingSides(PaddingRule.Explicit, [.. example.Movement.Select(m => (m.Low, m.High))]), mode);
        ConvMovement[] valid = Array.ConvertAll(example.Movement, m => m with { Low = 0, High = 0 });
        Near(ConvMethods.Conv("conv", padded, t[1], bias, valid, example.Groups, example.IsPerSample), actual, $"{example} {mode}");
    });

    [Fact]
    public void Grouped_is_each_group_by_itself() => Property.ForAll(200, seed =>
    {
        using var scope = new TensorScope();
        var example = new ConvExample(seed);
        Tensor[] t = example.Inputs(s_cpu, ElementType.Float64)[..2];
        int gi = example.Sizes.GroupIn, go = example.Sizes.GroupOut, o = example.IsPerSample ? 1 : 0;
        Tensor[] parts =
        [
            .. Enumerable.Range(0, example.Groups).Select(g => ConvMethods.Conv(
                "conv", t[0].Slice(1, g * gi, gi), t[1].Slice(o, g * go, go), null, example.Movement, 1, example.IsPerSample)),
        ];
        Tensor together = ConvMethods.Conv("conv", t[0], t[1], null, example.Movement, example.Groups, example.IsPerSample);
        Near(Tensor.Concat(1, parts), together, example.ToString());
    });

    [Fact]
    public void A_shifted_input_gives_a_shifted_output() => Property.ForAll(150, seed =>
    {
        using var scope = new TensorScope();
        ConvExample example = Plain(seed);
        ConvMovement[] valid = Array.ConvertAll(example.Movement, m => m with { Low = 0, High = 0 });
        int axis = seed % example.Dimensions;
        int stride = valid[axis].Stride, shift = 1 + seed / 7 % 3;
        Tensor[] t = example.Inputs(s_cpu, ElementType.Float64)[..2];
        // A wide enough input: the example's, several times side by side.
        int span = valid.Select((m, i) => m.Dilation * (example.Weight[i - example.Dimensions] - 1) + 1).Max();
        int copies = 1 + (shift * stride + span) / example.X[2 + axis] + 1;
        Tensor wide = t[0];
        for (int i = 0; i < example.Dimensions; i++)
        {
            int times = i == axis ? copies : 1 + span / example.X[2 + i];
            Tensor one = wide;
            wide = Tensor.Concat(2 + i, [.. Enumerable.Range(1, times).Select(k => one * (1.0 / k))]);
        }
        Tensor whole = ConvMethods.Conv("conv", wide, t[1], null, valid, example.Groups, example.IsPerSample);
        Tensor later = wide.Slice(2 + axis, shift * stride, wide.Shape[2 + axis] - shift * stride);
        Tensor shifted = ConvMethods.Conv("conv", later, t[1], null, valid, example.Groups, example.IsPerSample);
        Near(whole.Slice(2 + axis, shift, whole.Shape[2 + axis] - shift), shifted, $"{example}, shifted by {shift} outputs along axis {axis}");
    });

    [Fact]
    public void Sizes_are_the_positions_that_the_filter_can_take() => Property.ForAll(300, seed =>
    {
        var example = new ConvExample(seed);
        for (int i = 0; i < example.Dimensions; i++)
        {
            ConvAxis axis = example.Axis(i);
            int size = 0, padded = (axis.Input - 1) * axis.InputDilation + 1 + axis.Low + axis.High;
            for (int start = 0; start + axis.Dilation * (axis.Kernel - 1) < padded; start += axis.Stride) size++;
            Assert.Equal(size, example.Sizes.Output[2 + i]);
        }
    });

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_every_value() => Property.ForAll(300, seed =>
    {
        ConvExample example = Plain(seed);
        var random = new Random(seed);
        (Shape x, Shape weight, Shape? bias, ConvMovement[] movement, int groups) = (example.X, example.Weight, example.Bias, [.. example.Movement], example.Groups);
        int axis = random.Next(example.Dimensions), first = example.IsPerSample ? 1 : 0;
        switch (random.Next(7))
        {
            case 0: movement[axis] = movement[axis] with { Stride = -random.Next(3) }; break;
            case 1: movement[axis] = movement[axis] with { Dilation = -random.Next(3) }; break;
            case 2: weight = weight.With(first + 1, weight[first + 1] + 1 + random.Next(3)); break;
            case 3: bias = [weight[first] + 1]; break;
            case 4: groups = x[1] + 1; break;
            case 5: movement[axis] = movement[axis] with { Low = -x[2 + axis], High = 0 }; break;
            default: x = [.. x, 1]; break;
        }
        string expected =
            $"Got input {x}, weight {weight}{(bias is null ? "" : $", bias {bias}")}, stride ({string.Join(", ", movement.Select(m => m.Stride))}), " +
            $"padding ({string.Join(", ", movement.Select(m => m.Low == m.High ? $"{m.Low}" : $"({m.Low}, {m.High})"))}), " +
            $"dilation ({string.Join(", ", movement.Select(m => m.Dilation))}), groups {groups}.";
        string message = Assert.Throws<ArgumentException>(() => ConvShape.Of("conv", x, weight, bias, movement, groups, example.IsPerSample)).Message;
        Assert.StartsWith("[conv] ", message, StringComparison.Ordinal);
        Assert.EndsWith(expected, message, StringComparison.Ordinal);
    });

    [Fact]
    public void Transposed_convolution_is_the_adjoint() => Property.ForAll(250, seed =>
    {
        using var scope = new TensorScope();
        ConvExample example = Plain(seed);
        if (example.IsPerSample) return;
        Tensor[] t = example.Inputs(s_cpu, ElementType.Float64);
        Tensor dy = Tensor.FromDoubles(example.OutputGradient, example.Sizes.Output, ElementType.Float64, s_cpu);
        Tensor dx = Transposed(example, dy, t[1], [.. Enumerable.Range(0, example.Dimensions).Select(i => example.Axis(i).Unread)]);
        Assert.Equal(example.X, dx.Shape);
        double forward = Dot(ConvMethods.Conv("conv", t[0], t[1], null, example.Movement, example.Groups, false).ToDoubles(), example.OutputGradient);
        double back = Dot(dx.ToDoubles(), example.XNumbers);
        Assert.True(Math.Abs(forward - back) <= 1e-12 * example.Sizes.Flops + 1e-9, $"{example}: {forward:R}, {back:R}");
    });

    [Fact]
    public void Transposed_convolution_is_that_of_a_spread_input_with_the_filter_turned_round() => Property.ForAll(150, seed =>
    {
        using var scope = new TensorScope();
        ConvExample example = Plain(seed);
        if (example.IsPerSample || example.Groups > 1) return;
        Tensor w = example.Inputs(s_cpu, ElementType.Float64)[1];
        Tensor dy = Tensor.FromDoubles(example.OutputGradient, example.Sizes.Output, ElementType.Float64, s_cpu);
        int[] extra =
        [
            .. example.Movement.Select((m, i) =>
            {
                int unread = example.Axis(i).Unread, any = seed / (i + 1) % Math.Max(m.Stride, m.Dilation);
                return example.X[2 + i] - unread + any >= 1 ? any : unread;
            }),
        ];
        ConvMovement[] spread =
        [
            .. example.Movement.Select((m, i) =>
            {
                int reach = m.Dilation * (example.Weight[2 + i] - 1);
                return new ConvMovement(1, reach - m.Low, reach - m.High + extra[i], m.Dilation, m.Stride);
            }),
        ];
        Tensor expected = ConvMethods.Conv("conv", dy, Turned(w), null, spread, 1, false);
        Near(expected, Transposed(example, dy, w, extra), example.ToString());
    });

    [Fact]
    public void A_rectifier_inside_is_the_rectifier_after_it() => Property.ForAll(120, seed =>
    {
        using var scope = new TensorScope();
        var example = new ConvExample(seed);
        double[][] inside = Run(t => ConvMethods.Conv(
            "conv", t[0], t[1], t.Length > 2 ? t[2] : null, example.Movement, example.Groups, example.IsPerSample, default, ConvActivation.Relu));
        Assert.Equal(Run(t => example.Call(t).Relu()), inside);

        double[][] Run(Func<Tensor[], Tensor> call)
        {
            Tensor[] t = example.Inputs(s_cpu, ElementType.Float32);
            foreach (Tensor each in t) each.RequiresGrad = true;
            Tensor y = call(t);
            Tensor[] first = Gradients.Of(y, t, createGraph: true, gradient: Tensor.FromDoubles(example.OutputGradient, y.Shape, y.Type, s_cpu));
            Tensor second = Gradients.Of(first[0].Square().Sum() + first[1].Square().Sum(), [t[0]])[0];
            return [y.ToDoubles(), .. first.Select(g => g.ToDoubles()), second.ToDoubles()];
        }
    });

    /// <summary>An example without input dilation.</summary>
    private static ConvExample Plain(int seed)
    {
        var example = new ConvExample(seed);
        while (Array.Exists(example.Movement, m => m.InputDilation > 1)) example = new ConvExample(seed = seed * 31 + 1);
        return example;
    }

    private static Tensor Transposed(ConvExample example, Tensor dy, Tensor w, int[] extra)
    {
        ConvMovement[] m = example.Movement;
        int g = example.Groups;
        return m.Length switch
        {
            1 => dy.ConvTranspose1d(w, null, m[0].Stride, (m[0].Low, m[0].High), extra[0], g, m[0].Dilation),
            2 => dy.ConvTranspose2d(
                w, null, (m[0].Stride, m[1].Stride), ((m[0].Low, m[0].High), (m[1].Low, m[1].High)), (extra[0], extra[1]), g, (m[0].Dilation, m[1].Dilation)),
            _ => dy.ConvTranspose3d(
                w, null, (m[0].Stride, m[1].Stride, m[2].Stride), ((m[0].Low, m[0].High), (m[1].Low, m[1].High), (m[2].Low, m[2].High)),
                (extra[0], extra[1], extra[2]), g, (m[0].Dilation, m[1].Dilation, m[2].Dilation)),
        };
    }

    /// <summary>The filter reversed along its taps, with input and output channels exchanged.</summary>
    private static Tensor Turned(Tensor w)
    {
        int o = w.Shape[0], c = w.Shape[1], taps = (int)(w.Shape.Elements / o / c);
        double[] from = w.ToDoubles(), to = new double[from.Length];
        for (int i = 0; i < o; i++)
            for (int j = 0; j < c; j++)
                for (int t = 0; t < taps; t++) to[(j * o + i) * taps + taps - 1 - t] = from[(i * c + j) * taps + t];
        return Tensor.FromDoubles(to, new Shape([c, o, .. w.Shape.Skip(2)]), ElementType.Float64, s_cpu, MemoryOrder.Filter);
    }

    private static void Near(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] left = expected.ToDoubles(), right = actual.ToDoubles();
        double bound = 1e-12 * Math.Max(1, left.Max(Math.Abs));
        for (int i = 0; i < left.Length; i++) Assert.True(Math.Abs(left[i] - right[i]) <= bound, $"{what}: element {i} is {right[i]:R}, expected {left[i]:R}");
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();
}
