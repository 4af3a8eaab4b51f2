// Convolution of signals with filters that are generated from each signal: four shapes of a wave, of any period, phase and loudness.
// Run it with: dotnet run examples/13-signals.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

var random = new RandomGenerator(seed: 1);
var options = new GeneratedConvOptions { Variant = FilterVariant.Residual, Hidden = 8 };
using var model = new Sequential(
    new GeneratedConv1d(1, 16, 7, padding: 3, options: options, generator: random), new BatchNorm1d(16), new Relu(), new MaxPool1d(2),
    new GeneratedConv1d(16, 32, 5, padding: 2, options: options, generator: random), new BatchNorm1d(32), new Relu(), new MaxPool1d(2),
    new GeneratedConv1d(32, 32, 3, padding: 1, options: options, generator: random), new BatchNorm1d(32), new Relu(),
    new AdaptiveAvgPool1d(1), new Flatten(), new Linear(32, 4, generator: random));
Console.WriteLine($"{model.Parameters().Sum(p => p.Value.Shape.Elements):N0} parameters");

using var optimizer = new AdamW(model, rate: 0.005);
var rate = Schedule.Cosine(0.005, steps: 200);
for (int step = 0; step < 200; step++)
{
    using var scope = new TensorScope();
    (Tensor signals, int[] classes) = Waves(32, random);
    Tensor loss = model.Forward(signals).SoftmaxCrossEntropy(Tensor.FromArray(classes, [32]));
    optimizer.ClearGradients();
    loss.Backward();
    rate.Apply(optimizer);
    optimizer.Step();
    if (step % 40 == 0) Console.WriteLine($"step {step,3}: loss {loss.ToScalar():0.000}");
}

model.Eval();
using (var scope = new TensorScope())
using (var noGrad = new NoGrad())
{
    (Tensor signals, int[] classes) = Waves(512, random);
    float[] logits = model.Forward(signals).ToArray<float>();
    double right = classes.Where((c, i) => logits.AsSpan(4 * i, 4).IndexOf(logits[(4 * i)..(4 * i + 4)].Max()) == c).Count() / 512.0;
    Console.WriteLine($"shapes of new waves: {right:P1} right");
    if (right < 0.9) throw new InvalidOperationException($"expected 90 % right, got {right:P1}");
}

// Signals [N, 1, 128] and their shape: sine, square, triangle, sawtooth.
static (Tensor Signals, int[] Classes) Waves(int count, RandomGenerator random)
{
    const int length = 128;
    var draws = new double[count * 4];
    random.Uniform(draws, 0, 1);
    var noise = new double[count * length];
    random.Normal(noise, 0, 0.05);
    var values = new float[noise.Length];
    var classes = new int[count];
    for (int n = 0; n < count; n++)
    {
        classes[n] = (int)(draws[4 * n] * 4);
        (double period, double phase, double loudness) = (12 + 20 * draws[4 * n + 1], draws[4 * n + 2], 0.5 + draws[4 * n + 3]);
        for (int i = 0; i < length; i++)
        {
            double at = (i / period + phase) % 1;
            double wave = classes[n] switch
            {
                0 => Math.Sin(Math.Tau * at),
                1 => at < 0.5 ? 1 : -1,
                2 => 1 - 4 * Math.Abs(at - 0.5),
                _ => 2 * at - 1,
            };
            values[n * length + i] = (float)(loudness * wave + noise[n * length + i]);
        }
    }
    return (Tensor.FromArray(values, [count, 1, length]), classes);
}
