// The article's DynamicConvNet: two convolutions with generated filters, batch normalisation and pooling, then a classifier.
// Its generator lacked the input channels (an error at the first image), passed five axes to a convolution of four, gave the layer's bias
// to the generator, and its classifier took only images of 28x28 (with 224x224 it would have had 401,409,000 parameters). Generated
// filters had four times the deviation of He's rule, hidden by batch normalisation, and the attention it spoke of was not in the code.
// Here the sizes are right, pooling adapts to any image, the generator starts with He's deviation, scaled to the images by one batch, and
// attention is an option.
// Run it with: dotnet run examples/12-dynamic-conv-net.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

Device device = Devices.Get("cpu");
using (var network = new DynamicConvNet())
{
    network.Eval();
    long parameters = network.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{parameters:N0} parameters");
    if (parameters != 11_072_808) throw new InvalidOperationException("expected 11,072,808 parameters");
    foreach (int size in (int[])[28, 32, 224])
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Console.WriteLine($"{size}x{size}: logits {network.Forward(Tensor.Normal([1, 3, size, size])).Shape}");
    }
}

// Training, with the digits enlarged to 28x28.
var random = new RandomGenerator(seed: 1);
var options = new DynamicConvNetOptions { InChannels = 1, Classes = 10, FirstChannels = 16, SecondChannels = 32, HasAttention = true };
using var model = new DynamicConvNet(options, random, device);
using var optimizer = new AdamW(model, rate: 0.003);
DataSplit digits = DigitsDataset.LoadSplit();
var batches = new Batches(digits.Train, batchSize: 32, seed: 1);
for (int epoch = 0; epoch < 2; epoch++)
{
    double sum = 0;
    for (int batch = 0; batch < batches.Count; batch++)
    {
        using var step = new TensorScope();
        (Tensor images, Tensor labels) = Read(batches, epoch, batch);
        if (epoch + batch == 0)
        {
            double square = ((GeneratedConv2d)model.Children[0].Module).Calibrate(images);
            Console.WriteLine($"mean square of the first generator's input: {square:0.000}");
        }
        Tensor loss = model.Forward(images).SoftmaxCrossEntropy(labels);
        optimizer.ClearGradients();
        loss.Backward();
        optimizer.Step();
        sum += loss.ToScalar() / batches.Count;
    }
    Console.WriteLine($"epoch {epoch}: loss {sum:0.000}");
}

model.Eval();
int right = 0;
var test = new Batches(digits.Test, batchSize: 64);
for (int batch = 0; batch < test.Count; batch++)
{
    using var scope = new TensorScope();
    using var noGrad = new NoGrad();
    (Tensor images, Tensor labels) = Read(test, 0, batch);
    float[] logits = model.Forward(images).ToArray<float>();
    int[] expected = labels.ToArray<int>();
    for (int i = 0; i < expected.Length; i++)
    {
        float[] row = logits[(10 * i)..(10 * i + 10)];
        if (Array.IndexOf(row, row.Max()) == expected[i]) right++;
    }
}
double accuracy = (double)right / digits.Test.Count;
Console.WriteLine($"{accuracy:P1} of the test images");
if (accuracy < 0.9) throw new InvalidOperationException($"expected 90 %, got {accuracy:P1}");

// A batch of images [N, 1, 28, 28], and its labels.
(Tensor Images, Tensor Labels) Read(Batches from, int epoch, int batch)
{
    int count = from.Length(batch);
    var pixels = new float[count * 64];
    var labels = new int[count];
    from.Fill(epoch, batch, pixels, labels);
    Tensor images = Tensor.FromArray(pixels, [count, 1, 8, 8], device).Resize([28, 28], ResizeMode.Linear);
    return (images, Tensor.FromArray(labels, [count], device));
}
