// Deformable convolution: every image shows a smooth pattern that was moved, by steps that two of its channels tell; the moved-back pattern
// is asked for. A convolution reads at the same places of every image; a deformable one learns to read where the pattern has gone.
// Run it with: dotnet run examples/14-deformable.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

const int size = 20;
const double reach = 2.5;

using var plain = new Sequential(
    new Conv2d(3, 24, 5, padding: 2, generator: new RandomGenerator(1)), new Relu(), new Conv2d(24, 1, 5, padding: 2, generator: new RandomGenerator(2)));
using var deformable = new DeformConv2d(3, 1, 1, generator: new RandomGenerator(1));

double withPlain = Train("plain, two layers of 5x5", plain), withDeformable = Train("deformable, one tap", deformable);
Console.WriteLine($"the deformable layer is off by {withDeformable / withPlain:P0} of what the plain layers are");

using (var scope = new TensorScope())
using (var noGrad = new NoGrad())
{
    (Tensor images, _, double[] moved) = Patterns(4, new RandomGenerator(77));
    Tensor offset = deformable.Sampling(images).Offset;
    for (int n = 0; n < 4; n++)
    {
        float[] at = [.. Enumerable.Range(0, 2).Select(c => offset.Slice(0, n, 1).Slice(1, c, 1).Slice(2, size / 2, 1).Slice(3, size / 2, 1).ToArray<float>()[0])];
        Console.WriteLine($"a pattern moved by ({moved[2 * n],5:0.00}, {moved[2 * n + 1],5:0.00}) is read at ({at[0],5:0.00}, {at[1],5:0.00})");
    }
}
if (withDeformable > 0.7 * withPlain) throw new InvalidOperationException($"expected less than {0.7 * withPlain}, got {withDeformable}");

static double Train(string name, Module model)
{
    var random = new RandomGenerator(5);
    // Offset branches usually learn more slowly; here they have most to learn.
    using var optimizer = new Adam(OffsetParameterGroups.Of(model, rateFactor: 1), rate: 0.01);
    var rate = Schedule.Cosine(0.01, steps: 400);
    for (int step = 0; step < 400; step++)
    {
        using var scope = new TensorScope();
        (Tensor images, Tensor wanted, _) = Patterns(16, random);
        optimizer.ClearGradients();
        Error(model, images, wanted).Backward();
        rate.Apply(optimizer);
        optimizer.Step();
    }
    using var last = new TensorScope();
    using var noGrad = new NoGrad();
    (Tensor test, Tensor answer, _) = Patterns(64, new RandomGenerator(6));
    double error = Error(model, test, answer).ToScalar();
    Console.WriteLine($"{name}: {model.Parameters().Sum(p => p.Value.Shape.Elements):N0} parameters, mean square error on new patterns {error:0.0000}");
    return error;
}

// Beyond the edge there is nothing to read, so the error is that of the inner pixels.
static Tensor Error(Module model, Tensor images, Tensor wanted)
{
    static Tensor Inner(Tensor map) => map.Slice(2, 4, size - 8).Slice(3, 4, size - 8);
    return (Inner(model.Forward(images)) - Inner(wanted)).Square().Mean();
}

// Images [N, 3, H, W]: the moved pattern, and in every pixel how far it was moved down and to the right; the pattern in its place; the moves.
static (Tensor Images, Tensor Wanted, double[] Moved) Patterns(int count, RandomGenerator random)
{
    const int waves = 4;
    var draws = new double[count * (2 + 3 * waves)];
    random.Uniform(draws, -1, 1);
    var images = new float[count * 3 * size * size];
    var wanted = new float[count * size * size];
    var moved = new double[2 * count];
    for (int n = 0; n < count; n++)
    {
        double[] own = draws[(n * (2 + 3 * waves))..((n + 1) * (2 + 3 * waves))];
        (double down, double right) = (reach * own[0], reach * own[1]);
        (moved[2 * n], moved[2 * n + 1]) = (down, right);
        double Pattern(double y, double x) =>
            Enumerable.Range(0, waves).Sum(k => Math.Sin(own[2 + 3 * k] * y + own[3 + 3 * k] * x + Math.PI * own[4 + 3 * k])) / 2;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int at = n * 3 * size * size + y * size + x;
                images[at] = (float)Pattern(y - down, x - right);
                images[at + size * size] = (float)own[0];
                images[at + 2 * size * size] = (float)own[1];
                wanted[(n * size + y) * size + x] = (float)Pattern(y, x);
            }
        }
    }
    return (Tensor.FromArray(images, [count, 3, size, size]), Tensor.FromArray(wanted, [count, 1, size, size]), moved);
}
