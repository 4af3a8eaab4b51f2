// What the layers of a network see of its input, what they cost, and where they draw artefacts: the receptive fields of ResNet-18, the effective field of a
// stack of convolutions, which is far smaller, dilations that miss positions and some that do not, and the checkerboard of a transposed convolution.
// Run it with: dotnet run examples/19-receptive-fields.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

// 1. Every layer of a network: size, jump and start along the height, multiply-adds, and operations for each byte that moves.
using var network = new ResNet(ResNetOptions.ResNet18, new RandomGenerator(seed: 1));
ReceptiveFields fields = ReceptiveFields.Of(network, new Shape(1, 3, 224, 224));
NetworkCost cost = NetworkCost.Of(network, new Shape(1, 3, 224, 224));
Console.WriteLine($"{"layer",-27}{"output",-18}{"field",6}{"jump",6}{"start",8}{"MACs",14}{"FLOPs/B",9}");
foreach (LayerField layer in fields.Operations.Where(field => field.Operation is "conv" or "maxpool" or "add"))
{
    OperationCost price = cost.Operations[layer.Index];
    AxisField rows = layer.Axes[0];
    Console.WriteLine($"{layer.Layer + " " + layer.Operation,-27}{layer.Output,-18}{rows.Size,6}{rows.Jump,6:0}{rows.Start,8:0.0}{price.MultiplyAdds,14:N0}{price.Intensity,9:0.0}");
}
Console.WriteLine($"{cost}\n{NetworkCost.Definition}");
Console.WriteLine($"training with Adam keeps {cost.TrainingBytes(optimizerSlots: 2) / 1e6:0} MB; im2col would need {cost.LargestColumnBytes / 1e6:0} MB more");

// 2. What really matters to an output: a bell that grows with the root of the depth, while the field grows with the depth.
foreach (int depth in (int[])[5, 10, 20])
{
    using var stack = new Sequential();
    for (int i = 0; i < depth; i++)
    {
        var convolution = new Conv2d(1, 1, 3, padding: 1, hasBias: false);
        convolution.Weight.Value.Fill(1.0 / 9);
        stack.Add(convolution);
    }
    EffectiveField seen = EffectiveField.Of(stack, [1, 1, 2 * depth + 9, 2 * depth + 9]);
    Console.WriteLine($"{depth,2} layers: field {2 * depth + 1,2}, effective side {seen.Side:0.0}, deviation {seen.Deviation.Rows:0.000} = √(2 n / 3), {seen.Fit}");
    if (Math.Abs(seen.Deviation.Rows - Math.Sqrt(2.0 * depth / 3)) > 1e-3) throw new InvalidOperationException("expected the deviation √(2 n / 3)");
}

// 3. Dilations with a common divisor see a grid; the rule says so and what to take instead.
DilationRule rule = DilationRule.Of(3, 2, 2, 2);
Console.WriteLine($"{TapCoverage.Of(3, 2, 2, 2)}; {rule}");
Console.WriteLine(TapCoverage.Of(3, rule.Suggestion()));

// 4. A transposed convolution whose stride does not divide its kernel draws a checkerboard even with equal weights.
Console.WriteLine($"overlaps of k3 s2: {OverlapCounts.Of(4, 3, 2)}");
Console.WriteLine($"overlaps of k4 s2: {OverlapCounts.Of(4, 4, 2)}");
using var transposed = new ConvTranspose2d(8, 8, 3, 2, 1, 1, generator: new RandomGenerator(2));
using var resized = new Sequential(new Upsample(2), new Conv2d(8, 8, 3, padding: 1, generator: new RandomGenerator(2)));
Checkerboard board = Checkerboard.Of(transposed, 8, 2), even = Checkerboard.Of(resized, 8, 2);
Console.WriteLine($"transposed convolution: {board}\nresize and convolution: {even}");
if (rule.IsKept || board.Index < 0.1 || even.Index > 1e-4) throw new InvalidOperationException("expected the grid and the checkerboard to show");
