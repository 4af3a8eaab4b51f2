// Where is the dot? A network is shown images with one white pixel and says where it is. A plain convolution cannot: pooled over the whole image it
// gives the same numbers wherever the dot lies. CoordConv adds two channels with the place of every pixel, and the same small network learns it
// from three quarters of the image and is two pixels off in the quarter that it never saw (Liu et al. 2018).
// Run it with: dotnet run examples/15-coordconv.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

const int Size = 32;
double plain = Train("plain convolution", new Conv2d(1, 16, 1, generator: new RandomGenerator(1)));
double coordinates = Train("CoordConv", new CoordConv2d(1, 16, 1, generator: new RandomGenerator(1)));
if (coordinates > 3) throw new InvalidOperationException($"expected CoordConv within three pixels, got {coordinates:0.00}");
if (plain < 8) throw new InvalidOperationException($"expected the plain convolution to fail, got {plain:0.00} pixels");

// Trains a network that begins with a layer, and gives the mean distance in pixels in the quarter that training left out.
static double Train(string name, Module first)
{
    using var network = new Sequential(
        first, new Relu(), new Conv2d(16, 16, 1, generator: new RandomGenerator(2)), new Relu(), new Conv2d(16, 2, 1, generator: new RandomGenerator(3)));
    using var optimizer = new AdamW(network, rate: 0.01, weightDecay: 0);
    var random = new RandomGenerator(4);
    for (int step = 0; step <= 400; step++)
    {
        using var scope = new TensorScope();
        int[] dots = [.. Enumerable.Range(0, 32).Select(_ => Dot(random, isSeen: true))];
        Tensor loss = (Answer(network, dots) - Places(dots)).Square().Mean();
        optimizer.ClearGradients();
        loss.Backward();
        optimizer.Rate = 0.01 * (1 - step / 401.0);
        optimizer.Step();
        if (step % 200 == 0) Console.WriteLine($"{name}, step {step}: loss {loss.ToScalar():0.00000}");
    }
    using var test = new TensorScope();
    using var noGrad = new NoGrad();
    int[] unseen = [.. Enumerable.Range(0, 200).Select(_ => Dot(random, isSeen: false))];
    double[] wrong = (Answer(network.Eval(), unseen) - Places(unseen)).ToDoubles();
    double distance = Enumerable.Range(0, 200).Average(i => Math.Sqrt(wrong[2 * i] * wrong[2 * i] + wrong[2 * i + 1] * wrong[2 * i + 1])) * (Size - 1) / 2;
    Console.WriteLine($"{name}: {distance:0.00} pixels from the dot in the quarter that it never saw");
    return distance;
}

// The answer [N, 2] for the brightest pixel: the sum over the image of the map times the image, which both networks get alike.
static Tensor Answer(Module network, int[] dots)
{
    float[] pixels = new float[dots.Length * Size * Size];
    for (int i = 0; i < dots.Length; i++) pixels[i * Size * Size + dots[i]] = 1;
    Tensor images = Tensor.FromArray(pixels, [dots.Length, 1, Size, Size]);
    return (network.Forward(images) * images).Sum([2, 3]);
}

// The places [N, 2], x and y from -1 to 1.
static Tensor Places(int[] dots) => Tensor.FromArray(
    dots.SelectMany(dot => (float[])[2f * (dot % Size) / (Size - 1) - 1, 2f * (dot / Size) / (Size - 1) - 1]).ToArray(), [dots.Length, 2]);

// A pixel outside, or inside, the lower right quarter.
static int Dot(RandomGenerator random, bool isSeen)
{
    while (true)
    {
        double[] draw = new double[2];
        random.Uniform(draw, 0, Size);
        int x = (int)draw[0], y = (int)draw[1];
        if ((x >= Size / 2 && y >= Size / 2) != isSeen) return y * Size + x;
    }
}
