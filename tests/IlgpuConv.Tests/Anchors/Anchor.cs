using System.Globalization;
using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Runtime.Tests;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Compares an operation with values from independent software; see README.md beside this file.</summary>
internal static class Anchor
{
    private static readonly Lazy<Dictionary<(string Operation, string Tensor), (string Shape, double S1, double S2)>> s_rows = new(Read);

    /// <summary>An input: its name in the table, shape, seed, scale, and the order in which the operation wants it.</summary>
    public sealed record Input(string Name, Shape Shape, int Seed, double Scale = 1, MemoryOrder Order = MemoryOrder.ChannelsLast);

    public static Input X { get; } = new("x", [2, 4, 7, 6], 1);

    /// <summary>Element i is <c>scale (((37 i + 101 seed) mod 97) - 48) / 48</c>.</summary>
    public static double[] Fill(long count, int seed, double scale = 1)
    {
        var values = new double[count];
        for (long i = 0; i < count; i++) values[i] = scale * ((37 * i + 101 * seed) % 97 - 48) / 48.0;
        return values;
    }

    /// <summary><c>S1 = Σ v_i</c>, <c>S2 = Σ v_i ((i mod 13) - 6) / 6</c>.</summary>
    public static (double S1, double S2) Sums(double[] values) =>
        (values.Sum(), values.Select((v, i) => v * (i % 13 - 6) / 6.0).Sum());

    /// <summary>
    /// Checks output and gradients of <paramref name="call"/> against the rows of <paramref name="operation"/> in double on
    /// <c>reference</c>, and the <c>cpu</c> in float against <c>reference</c>; OpenCL too, in both forms, where there is one.
    /// </summary>
    public static void Check(
        string operation, Func<IReadOnlyList<Tensor>, Tensor> call, ToleranceRule tolerance, params Input[] inputs)
    {
        CheckValues(operation, call, inputs);
        var subject = new OperationCase
        {
            Name = $"Anchor/{operation}",
            Call = call,
            Tolerance = tolerance,
            Inputs =
            [
                .. inputs.Select(i => new CaseInput(
                    i.Name, new Layout(i.Shape, i.Order), (_, values) => Fill(values.Length, i.Seed, i.Scale).CopyTo(values, 0))),
            ],
        };
        foreach (string device in OpenClPresence.SkipReason is null ? (string[])["cpu", "opencl:0", "opencl:0/items"] : ["cpu"])
        {
            CaseResult result = DeviceCheck.Run(subject, Devices.Get(device));
            Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
        }
    }

    /// <summary>
    /// Checks several outputs, the rows <c>y0</c>, <c>y1</c> and on, and the gradients of the sum of each times the fill of seed 99, 100 and on, in
    /// double on <c>reference</c> and on <c>cpu</c>, and on OpenCL where there is one.
    /// </summary>
    public static void CheckOutputs(string operation, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> call, params Input[] inputs)
    {
        foreach (string name in OpenClPresence.SkipReason is null ? (string[])["reference", "cpu", "opencl:0"] : ["reference", "cpu"])
        {
            Device device = Devices.Get(name);
            if (!device.Capabilities.SupportsDouble) continue;
            using var scope = new TensorScope();
            Tensor[] tensors = Array.ConvertAll(
                inputs, i => Tensor.FromDoubles(Fill(i.Shape.Elements, i.Seed, i.Scale), i.Shape, ElementType.Float64, device, i.Order));
            foreach (Tensor tensor in tensors) tensor.RequiresGrad = true;
            IReadOnlyList<Tensor> outputs = call(tensors);
            Tensor? loss = null;
            for (int i = 0; i < outputs.Count; i++)
            {
                Compare(operation, $"y{i}", outputs[i]);
                Tensor part = (outputs[i] * Tensor.FromDoubles(
                    Fill(outputs[i].Shape.Elements, 99 + i), outputs[i].Shape, ElementType.Float64, device, outputs[i].Order)).Sum();
                loss = loss is null ? part : loss + part;
            }
            Tensor[] gradients = Gradients.Of(loss!, tensors);
            for (int i = 0; i < inputs.Length; i++) Compare(operation, "d" + inputs[i].Name, gradients[i]);
        }
    }

    /// <summary>Checks an output against a row of <paramref name="operation"/>.</summary>
    public static void CompareOutput(string operation, Tensor y, string row = "y") => Compare(operation, row, y);

    private static void CheckValues(string operation, Func<IReadOnlyList<Tensor>, Tensor> call, Input[] inputs)
    {
        using var scope = new TensorScope();
        Device reference = Devices.Get("reference");
        var tensors = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            Input input = inputs[i];
            tensors[i] = Tensor.FromDoubles(
                Fill(input.Shape.Elements, input.Seed, input.Scale), input.Shape, ElementType.Float64, reference, input.Order);
            tensors[i].RequiresGrad = true;
        }
        Tensor y = call(tensors);
        Tensor gradient = Tensor.FromDoubles(Fill(y.Shape.Elements, 99), y.Shape, ElementType.Float64, reference, y.Order);
        Tensor[] gradients = Gradients.Of(y, tensors, gradient: gradient);
        Compare(operation, "y", y);
        for (int i = 0; i < inputs.Length; i++) Compare(operation, "d" + inputs[i].Name, gradients[i]);
    }

    private static void Compare(string operation, string name, Tensor actual)
    {
        Assert.True(s_rows.Value.TryGetValue((operation, name), out var row), $"the tables have no row '{name}' of '{operation}'");
        Assert.Equal(row.Shape, string.Join('x', actual.Shape));
        (double s1, double s2) = Sums(actual.ToDoubles());
        Assert.True(IsClose(s1, row.S1) && IsClose(s2, row.S2), $"{operation} {name}: got {s1:R} {s2:R}, anchor {row.S1:R} {row.S2:R}");
    }

    private static bool IsClose(double actual, double expected) => Math.Abs(actual - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected));

    private static Dictionary<(string, string), (string, double, double)> Read()
    {
        var rows = new Dictionary<(string, string), (string, double, double)>();
        foreach (string file in (string[])["anchors.tsv", "layers.tsv"])
        {
            using Stream stream = typeof(Anchor).Assembly.GetManifestResourceStream(file)!;
            using var reader = new StreamReader(stream);
            string operation = "";
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                string[] cells = line.Split('\t');
                if (cells[0].Length > 0) operation = cells[0];
                rows[(operation, cells[1])] =
                    (cells[2], double.Parse(cells[3], CultureInfo.InvariantCulture), double.Parse(cells[4], CultureInfo.InvariantCulture));
            }
        }
        return rows;
    }
}
