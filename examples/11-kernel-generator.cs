// The article's layer DynamicConvNet, here KernelGeneratorConv as it is none: pooling, two linear maps, filters of each image.
// Its generator made k k O numbers without the input channels, kept the height and width of the image, and folded the batch into the
// output channels, so it failed or silently made hundreds of filters of the wrong images; its ordinary convolution was never used and got
// no gradient. Here the generator gives [N, O, I, k, k] and the ordinary filter is the part that is the same for all images,
// W = W0 + ΔW(x). The size k is a number of the layer, and no gradient changes it: AdaptiveFieldConv2d and SoftRadiusConv2d choose how far.
// Run it with: dotnet run examples/11-kernel-generator.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

using (var plain = new GeneratedConv2d(3, 64, 3, padding: 1, hasBias: false, options: new GeneratedConvOptions { Variant = FilterVariant.GapMlp, Hidden = 64 }))
{
    long parameters = plain.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"3 to 64 channels, 64 hidden features: {parameters:N0} parameters");
    if (parameters != 112_576) throw new InvalidOperationException("expected 112,576 parameters");
}

// Training on the bundled digits; the generated part starts at 0, so the network starts as one of ordinary convolutions.
Device device = Devices.Get("cpu");
var random = new RandomGenerator(seed: 1);
var options = new GeneratedConvOptions { Variant = FilterVariant.Residual, Hidden = 8 };
using var first = new GeneratedConv2d(1, 16, 3, padding: 1, options: options, generator: random);
using var second = new GeneratedConv2d(16, 32, 3, padding: 1, options: options, generator: random);
using var model = new Sequential(
    first, new BatchNorm2d(16), new Relu(), new MaxPool2d(2), second, new BatchNorm2d(32), new Relu(), new MaxPool2d(2),
    new Flatten(), new Linear(32 * 2 * 2, 10, generator: random));
using var optimizer = new AdamW(model, rate: 0.01);
DataSplit digits = DigitsDataset.LoadSplit();
var batches = new Batches(digits.Train, batchSize: 32, seed: 1);
float[] pixels = new float[32 * 64];
int[] labels = new int[32];
for (int epoch = 0; epoch < 3; epoch++)
{
    double sum = 0;
    for (int batch = 0; batch < batches.Count; batch++)
    {
        using var step = new TensorScope();
        int count = batches.Length(batch);
        batches.Fill(epoch, batch, pixels, labels);
        Tensor input = Tensor.FromArray<float>(pixels.AsSpan(0, count * 64), [count, 1, 8, 8], device);
        Tensor loss = model.Forward(input).SoftmaxCrossEntropy(Tensor.FromArray<int>(labels.AsSpan(0, count), [count], device));
        optimizer.ClearGradients();
        loss.Backward();
        optimizer.Step();
        sum += loss.ToScalar() / batches.Count;
    }
    Console.WriteLine($"epoch {epoch}: loss {sum:0.000}");
}
if (first.Weight!.Gradient is null) throw new InvalidOperationException("the ordinary filter got no gradient");

double accuracy = Classifier.Evaluate(model, digits.Test, device).Accuracy;
Console.WriteLine($"{accuracy:P1} of the test images");
if (accuracy < 0.93) throw new InvalidOperationException($"expected 93 %, got {accuracy:P1}");

// How far the filters of one digit are from those of another, as a part of their size.
using (var scope = new TensorScope())
using (var noGrad = new NoGrad())
{
    model.Eval();
    batches.Fill(epoch: 0, batch: 0, pixels, labels);
    Tensor filters = first.Filters(Tensor.FromArray<float>(pixels, [32, 1, 8, 8], device));
    double own = (filters - first.Weight!.Value).Square().Mean().ToScalar(), whole = filters.Square().Mean().ToScalar();
    Console.WriteLine($"the generated part of the first layer's filters: {Math.Sqrt(own / whole):P1} of their size");
    if (own == 0) throw new InvalidOperationException("the generated part did not learn");
}
