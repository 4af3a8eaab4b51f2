// Sparse convolution: points on a waving floor, balls and boxes are put into voxels, of which 5 in 100 hold something then, and a small U-Net of
// submanifold convolutions learns what each voxel belongs to, from nothing but where the voxels are. Views of a new scene, as it is and as
// the network sees it, are written as PNG files into a folder (the first argument, or a temporary one).
// Run it with: dotnet run examples/17-sparse.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using System.Diagnostics;
using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

const int Size = 40, Batch = 2;
string[] names = ["floor", "ball", "box"];
var random = new Random(1);
using var model = new SparseUNet(1, names.Length, new SparseUNetOptions { Widths = [12, 20, 28], Depth = 1, Generator = new RandomGenerator(1) });
using var optimizer = new AdamW(model, rate: 0.01);
Console.WriteLine($"{model.Parameters().Sum(p => p.Value.Shape.Elements):N0} parameters");
long began = Stopwatch.GetTimestamp();
for (int step = 0; step < 60; step++)
{
    using var scope = new TensorScope();
    (SparseTensor scene, int[] classes) = Scene(Batch, random);
    Tensor loss = model.Forward(scene).Features.SoftmaxCrossEntropy(Tensor.FromArray(classes, [classes.Length]));
    optimizer.ClearGradients();
    loss.Backward();
    optimizer.Step();
    if (step % 12 == 0) Console.WriteLine($"step {step,2}: {scene.Sites.Count} sites, loss {loss.ToScalar():0.000}");
}
Console.WriteLine($"trained in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");

model.Eval();
using (new TensorScope())
using (new NoGrad())
{
    (SparseTensor scene, int[] classes) = Scene(1, random);
    float[] logits = model.Forward(scene).Features.ToArray<float>();
    int[] seen = [.. Enumerable.Range(0, classes.Length).Select(i => Largest(logits.AsSpan(i * names.Length, names.Length)))];
    for (int c = 0; c < names.Length; c++)
    {
        double both = classes.Zip(seen).Count(p => p.First == c && p.Second == c), either = classes.Zip(seen).Count(p => p.First == c || p.Second == c);
        Console.WriteLine($"{names[c],-5} {classes.Count(k => k == c),5} voxels, intersection over union {both / either:P0}");
    }
    double right = classes.Zip(seen).Count(p => p.First == p.Second) / (double)classes.Length;
    Console.WriteLine($"a new scene of {classes.Length} voxels in {Size}^3, {classes.Length / Math.Pow(Size, 3):P1}: {right:P1} right");

    string folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "ilgpuconv-sparse");
    Directory.CreateDirectory(folder);
    foreach ((string name, int[] colours) in new[] { ("scene", classes), ("segmented", seen) })
    {
        string path = Path.Combine(folder, $"{name}.png");
        PngFile.Write(path, View(scene.Sites, colours));
        Console.WriteLine($"written: {path}");
    }
    if (right < 0.85) throw new InvalidOperationException($"expected 85 % right, got {right:P1}");
}

static int Largest(ReadOnlySpan<float> values)
{
    int best = 0;
    for (int i = 1; i < values.Length; i++) best = values[i] > values[best] ? i : best;
    return best;
}

// Points of some surfaces, put into voxels: rows for the same voxel are averaged, and the first point says what the voxel is.
static (SparseTensor Scene, int[] Classes) Scene(int batch, Random random)
{
    var coordinates = new List<int>();
    var kinds = new List<int>();
    void Add(int n, double z, double y, double x, int kind)
    {
        if (Math.Min(z, Math.Min(y, x)) < 0 || Math.Max(z, Math.Max(y, x)) >= Size) return;
        coordinates.AddRange([n, (int)z, (int)y, (int)x]);
        kinds.Add(kind);
    }
    double Between(double low, double high) => low + random.NextDouble() * (high - low);
    for (int n = 0; n < batch; n++)
    {
        for (int i = 0; i < 2; i++)
        {
            (double z, double y, double x, double radius) = (Between(12, 30), Between(8, Size - 8), Between(8, Size - 8), Between(4, 8));
            for (int p = 0; p < 2500; p++)
            {
                // A direction: three normal numbers, each a sum of twelve uniform ones.
                double[] d = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
                double length = Math.Sqrt(d.Sum(v => v * v)) / radius;
                Add(n, z + d[0] / length, y + d[1] / length, x + d[2] / length, 1);
            }
        }
        for (int i = 0; i < 2; i++)
        {
            double[] corner = [Between(8, 24), Between(2, Size - 14), Between(2, Size - 14)], size = [Between(5, 11), Between(5, 11), Between(5, 11)];
            for (int p = 0; p < 2500; p++)
            {
                int face = random.Next(6);
                double[] at = [.. corner.Zip(size, (c, s) => c + random.NextDouble() * s)];
                at[face % 3] = corner[face % 3] + (face < 3 ? 0 : size[face % 3]);
                Add(n, at[0], at[1], at[2], 2);
            }
        }
        double slope = Between(-0.1, 0.1), wave = Between(0.1, 0.3);
        for (int p = 0; p < 6000; p++)
        {
            (double y, double x) = (Between(0, Size), Between(0, Size));
            Add(n, 5 + slope * (x - Size / 2) + 2 * Math.Sin(wave * y) * Math.Cos(wave * x), y, x, 0);
        }
    }
    SparseTensor scene = SparseTensor.Of(
        Tensor.Full([kinds.Count, 1], 1), [.. coordinates], [Size, Size, Size], batch, DuplicateSites.Mean);
    var classes = new int[scene.Sites.Count];
    for (int p = kinds.Count - 1; p >= 0; p--)
        classes[scene.Sites.Find(new Site(coordinates[4 * p], coordinates[4 * p + 1], coordinates[4 * p + 2], coordinates[4 * p + 3]))] = kinds[p];
    return (scene, classes);
}

// The voxels from above one corner, the nearest last: each a little hexagon of three shades.
static Image View(SparseSites sites, int[] classes)
{
    const int Edge = 4;
    byte[][] colours = [[120, 130, 140], [225, 110, 40], [50, 120, 215]];
    int width = 4 * Edge * Size / 2 + 8, height = 4 * Edge * Size / 2 + 8;
    var bytes = new byte[width * height * 3];
    Array.Fill(bytes, (byte)250);
    foreach (int i in Enumerable.Range(0, sites.Count).OrderBy(i => sites[i].Depth + sites[i].Height + sites[i].Width))
    {
        Site s = sites[i];
        int left = width / 2 + Edge * (s.Width - s.Height) - Edge, top = Edge * (s.Width + s.Height) / 2 + Edge * (Size - s.Depth);
        for (int v = 0; v < 2 * Edge; v++)
        {
            for (int u = 0; u < 2 * Edge; u++)
            {
                int slant = Math.Min(u, 2 * Edge - 1 - u) / 2;
                if (v < Edge / 2 - slant || v >= 3 * Edge / 2 + slant) continue;
                double shade = v < Edge / 2 + slant ? 1 : u < Edge ? 0.75 : 0.55;
                int at = ((top + v) * width + left + u) * 3;
                if (at < 0 || at + 3 > bytes.Length) continue;
                for (int c = 0; c < 3; c++) bytes[at + c] = (byte)(colours[classes[i]][c] * shade);
            }
        }
    }
    return new Image(bytes, height, width, 3);
}
