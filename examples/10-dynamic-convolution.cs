// The article's DynamicConvolution: Y = σ(X * G(X)), a filter made of each image and applied to that image.
// Its code returned G(X) as a map [N, 64, 32, 32] and used that as the weight of all images: an error, or, with as many input as output
// channels, an output [N, N, 1, 1] that mixes the images. Its filters had no output axis, and padding, bias and σ were missing. Here G(X)
// ends in a mean and a linear map to [N, O, I, k, k], and every image is convolved with its own filters.
// Run it with: dotnet run examples/10-dynamic-convolution.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

using (var scope = new TensorScope())
{
    using var layer = new GeneratedConv2d(3, 64, 3, padding: 1, activation: new Relu());
    Tensor x = Tensor.Normal([4, 3, 32, 32]);
    Tensor filters = layer.Filters(x), y = layer.Forward(x);
    long parameters = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"images {x.Shape}, filters {filters.Shape}, output {y.Shape}, {parameters:N0} parameters");
    if (y.Shape != new Shape(4, 64, 32, 32) || parameters != 6_976) throw new InvalidOperationException("expected [4, 64, 32, 32] and 6,976 parameters");

    // What one image gives does not depend on the images beside it.
    double apart = (layer.Forward(x.Slice(0, 2, 1)) - y.Slice(0, 2, 1)).Square().Sum().ToScalar();
    if (apart != 0) throw new InvalidOperationException($"the images are mixed: {apart}");
}

// Training: stripes of four directions, with a random width, place and colour, under noise.
var random = new RandomGenerator(seed: 1);
using var model = new Sequential(
    new GeneratedConv2d(3, 16, 3, padding: 1, generator: random), new BatchNorm2d(16), new Relu(), new MaxPool2d(2),
    new GeneratedConv2d(16, 32, 3, padding: 1, generator: random), new BatchNorm2d(32), new Relu(),
    new GlobalAvgPool2d(), new Flatten(), new Linear(32, 4, generator: random));
using var optimizer = new AdamW(model, rate: 0.01);
for (int step = 0; step < 60; step++)
{
    using var scope = new TensorScope();
    (Tensor images, int[] classes) = Stripes(32, random);
    Tensor loss = model.Forward(images).SoftmaxCrossEntropy(Tensor.FromArray(classes, [32]));
    optimizer.ClearGradients();
    loss.Backward();
    optimizer.Step();
    if (step % 15 == 0) Console.WriteLine($"step {step,2}: loss {loss.ToScalar():0.000}");
}

model.Eval();
using (var scope = new TensorScope())
{
    (Tensor images, int[] classes) = Stripes(256, random);
    float[] logits = model.Forward(images).ToArray<float>();
    double right = classes.Where((c, i) => logits.AsSpan(4 * i, 4).IndexOf(logits[(4 * i)..(4 * i + 4)].Max()) == c).Count() / 256.0;
    Console.WriteLine($"directions of new stripes: {right:P1} right");
    if (right < 0.8) throw new InvalidOperationException($"expected 80 % right, got {right:P1}");
}

// Images [N, 3, 16, 16] and the direction of their stripes: across, down, and the two diagonals.
static (Tensor Images, int[] Classes) Stripes(int count, RandomGenerator random)
{
    var draws = new double[count * 6];
    random.Uniform(draws, 0, 1);
    var noise = new double[count * 3 * 256];
    random.Normal(noise, 0, 0.3);
    var pixels = new float[noise.Length];
    var classes = new int[count];
    for (int n = 0; n < count; n++)
    {
        double[] d = draws[(6 * n)..(6 * n + 6)];
        classes[n] = (int)(d[0] * 4);
        double frequency = 0.8 + d[1], phase = d[2] * Math.Tau;
        for (int i = 0; i < 3 * 256; i++)
        {
            int h = i / 16 % 16, w = i % 16;
            double along = classes[n] switch { 0 => h, 1 => w, 2 => (h + w) / Math.Sqrt(2), _ => (h - w) / Math.Sqrt(2) };
            pixels[n * 768 + i] = (float)((0.5 + d[3 + i / 256]) * (1 + Math.Sin(frequency * along + phase)) + noise[n * 768 + i]);
        }
    }
    return (Tensor.FromArray(pixels, [count, 3, 16, 16]), classes);
}
