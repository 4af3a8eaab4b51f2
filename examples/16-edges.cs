// PiDiNet, 84,477 parameters, learns the outlines of discs and boxes from noisy pictures in ten seconds, and draws what it found: a picture, the edges
// by Sobel's kernels, and the edges by the network. Its convolutions look at differences of pixels; converted to ordinary ones the network gives the same map.
// Run it with: dotnet run examples/16-edges.cs [FOLDER]
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

const int Size = 48, Steps = 120;
string folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "ilgpuconv-edges");
var random = new RandomGenerator(seed: 1);
using var network = new PiDiNet(generator: random);
using var optimizer = new AdamW(network, rate: 0.005, weightDecay: 0.001);
double first = 0, last = 0;
for (int step = 0; step < Steps; step++)
{
    using var scope = new TensorScope();
    (Tensor pictures, Tensor edges) = Draw(4);
    // Edges are few: a pixel of one weighs as much as ten others. All five maps learn.
    Tensor weights = edges * 9 + 1;
    IReadOnlyList<Tensor> scores = network.Scores(pictures);
    Tensor loss = CrossEntropy(scores[0], edges, weights);
    for (int i = 1; i < scores.Count; i++) loss += CrossEntropy(scores[i], edges, weights);
    optimizer.ClearGradients();
    loss.Backward();
    optimizer.Rate = 0.005 * (1 - (double)step / Steps);
    optimizer.Step();
    last = loss.ToScalar();
    if (step == 0) first = last;
    if (step % 30 == 0) Console.WriteLine($"step {step,3}: loss {last:0.000}");
}
Console.WriteLine($"after {Steps} steps: loss {last:0.000}");

using var test = new TensorScope();
using var noGrad = new NoGrad();
network.Eval();
(Tensor picture, Tensor truth) = Draw(1);
Tensor map = network.Forward(picture), converted = network.Convert().Forward(picture);
double difference = map.ToDoubles().Zip(converted.ToDoubles(), (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"converted to ordinary convolutions: at most {difference:0.0e0} away");
double[] found = map.ToDoubles(), wanted = truth.ToDoubles();
double on = Enumerable.Range(0, found.Length).Where(i => wanted[i] == 1).Average(i => found[i]);
double off = Enumerable.Range(0, found.Length).Where(i => wanted[i] == 0).Average(i => found[i]);
Console.WriteLine($"mean of the map on outlines {on:0.00}, elsewhere {off:0.00}");
PngFile.Write(Path.Combine(folder, "picture.png"), picture);
PngFile.Write(Path.Combine(folder, "sobel.png"), ImageFilters.Sobel.Run(Image.FromTensor(picture).ToChannels(1)));
PngFile.Write(Path.Combine(folder, "edges.png"), map);
Console.WriteLine($"pictures in {folder}");
if (last > first / 2 || on < off + 0.3 || difference > 1e-4) throw new InvalidOperationException("expected the loss to halve and the outlines to show");

// The cross-entropy of the sigmoid of s, log(1 + e^s) - t s, in a form that cannot overflow.
static Tensor CrossEntropy(Tensor s, Tensor t, Tensor weights)
{
    Tensor positive = s.Relu(), size = positive + (-s).Relu();
    return ((positive + (-size).Exp().Add(1).Log() - t * s) * weights).Mean();
}

// Pictures [N, 3, Size, Size] of a few discs and boxes with noise over them, and where their outlines are.
(Tensor Pictures, Tensor Edges) Draw(int count)
{
    float[] pixels = new float[count * 3 * Size * Size], outline = new float[count * Size * Size];
    double[] draws = new double[7], noise = new double[3 * Size * Size];
    for (int n = 0; n < count; n++)
    {
        int[] shape = new int[Size * Size];
        double[][] colours = new double[5][];
        for (int s = 0; s < 5; s++)
        {
            random.Uniform(draws, 0, 1);
            colours[s] = [draws[4], draws[5], draws[6]];
            double x = draws[0] * Size, y = draws[1] * Size, radius = 5 + draws[2] * 9;
            for (int i = 0; s > 0 && i < shape.Length; i++)
            {
                double dx = i % Size - x, dy = i / Size - y;
                if (draws[3] < 0.5 ? dx * dx + dy * dy <= radius * radius : Math.Abs(dx) <= radius && Math.Abs(dy) <= radius * 0.7) shape[i] = s;
            }
        }
        random.Normal(noise, 0, 0.06);
        for (int i = 0; i < shape.Length; i++)
        {
            for (int c = 0; c < 3; c++)
                pixels[(n * 3 + c) * Size * Size + i] = (float)Math.Clamp(colours[shape[i]][c] + noise[c * Size * Size + i], 0, 1);
            bool isEdge = (i % Size + 1 < Size && shape[i] != shape[i + 1]) || (i + Size < shape.Length && shape[i] != shape[i + Size]);
            outline[n * Size * Size + i] = isEdge ? 1 : 0;
        }
    }
    return (Tensor.FromArray(pixels, [count, 3, Size, Size]), Tensor.FromArray(outline, [count, 1, Size, Size]));
}
