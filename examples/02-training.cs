// A few training steps on the bundled digits, written out.
// Run it with: dotnet run examples/02-training.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

Device device = Devices.Get("cpu");
var random = new RandomGenerator(seed: 1);
DataSplit digits = DigitsDataset.LoadSplit();
using var model = new Sequential(
    new Conv2d(1, 16, 3, padding: 1, generator: random), new BatchNorm2d(16), new Relu(), new MaxPool2d(2),
    new Flatten(), new Linear(16 * 4 * 4, 10, generator: random));
using var optimizer = new AdamW(model, rate: 0.01);
var batches = new Batches(digits.Train, batchSize: 32, seed: 1);

float[] pixels = new float[32 * 64];
int[] labels = new int[32];
for (int batch = 0; batch < batches.Count; batch++)
{
    using var step = new TensorScope();
    int count = batches.Length(batch);
    batches.Fill(epoch: 0, batch, pixels, labels);
    Tensor input = Tensor.FromArray<float>(pixels.AsSpan(0, count * 64), [count, 1, 8, 8], device);
    Tensor loss = model.Forward(input).SoftmaxCrossEntropy(Tensor.FromArray<int>(labels.AsSpan(0, count), [count], device));
    optimizer.ClearGradients();
    loss.Backward();
    optimizer.Step();
    if (batch % 10 == 0) Console.WriteLine($"step {batch,2}: loss {loss.ToScalar():0.000}");
}

Console.WriteLine($"after one epoch: {Classifier.Evaluate(model, digits.Test, device).Accuracy:P1} of the test images");
