using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Perf;

/// <summary>A network of the catalog at the image size it is described for: its forward in inference, or a step of training with AdamW.</summary>
/// <param name="Entry">The network.</param>
/// <param name="IsTraining">Whether it is the step.</param>
internal sealed record NetworkSubject(ModelEntry Entry, bool IsTraining) : Subject("networks", $"{Entry.Name}/{(IsTraining ? "training step" : "forward")} n{Batch}")
{
    private const int Batch = 32;
    private const int CheckedBatch = 4;

    /// <inheritdoc/>
    public override int Images => Batch;

    /// <summary>
    /// Compares the scores, or the loss and every gradient, of a few images with the reference, within
    /// <c>8 |float reference - double reference| + 4 ulp</c> of the largest of a tensor.
    /// </summary>
    public override string? Fault(Device device, CaseChecks checks)
    {
        Device reference = Devices.Get("reference");
        (string Name, double[] Values)[] actual = Numbers(device, ElementType.Float32), rounded = Numbers(reference, ElementType.Float32);
        (string Name, double[] Values)[] exact = Numbers(reference, ElementType.Float64);
        for (int i = 0; i < exact.Length; i++)
        {
            double[] expected = rounded[i].Values;
            double spread = exact[i].Values.Zip(expected, (e, r) => Math.Abs(e - r)).Max(), largest = expected.Max(Math.Abs);
            double bound = 8 * spread + 4 * Math.Max((double)MathF.BitIncrement((float)largest) - (float)largest, float.Epsilon);
            double worst = actual[i].Values.Zip(expected, (a, r) => Math.Abs(a - r)).Max();
            if (!(worst <= bound)) return FormattableString.Invariant($"{exact[i].Name} is off by {worst:G3}, tolerance {bound:G3}");
        }
        return null;
    }

    /// <inheritdoc/>
    public override Session Open(Device device)
    {
        using IDisposable own = TensorScope.Suspend();
        Module model = Create(device);
        (Tensor images, Tensor labels) = Data(device, ElementType.Float32, Batch);
        AdamW? optimizer = IsTraining ? new AdamW(model, 1e-3, weightDecay: 0.01) : null;
        // The gradients of a sum of products are two more such sums.
        double flops = 2 * MultiplyAddCount.Of(model, images) * (IsTraining ? 3 : 1);
        if (!IsTraining) model.Eval();
        return new Session(
            device,
            () =>
            {
                using var scope = new TensorScope();
                if (optimizer is null)
                {
                    using var noGrad = new NoGrad();
                    model.Forward(images);
                    return;
                }
                Tensor loss = model.Forward(images).SoftmaxCrossEntropy(labels);
                model.ClearGradients();
                loss.Backward();
                optimizer.Step();
            },
            () =>
            {
                optimizer?.Dispose();
                model.Dispose();
                images.Dispose();
                labels.Dispose();
            }) { Flops = flops };
    }

    private Module Create(Device device)
    {
        (int channels, int height, int width) = Entry.Image;
        return Entry.Create(channels, height, width, Entry.Classes, new RandomGenerator(1), device);
    }

    private (Tensor Images, Tensor Labels) Data(Device device, ElementType type, int batch)
    {
        (int channels, int height, int width) = Entry.Image;
        double[] pixels = new double[batch * channels * height * width];
        new RandomGenerator(2).Uniform(pixels, 0, 1);
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i * 7 % Entry.Classes)];
        return (Tensor.FromDoubles([.. pixels.Select(p => (double)(float)p)], [batch, channels, height, width], type, device), Tensor.FromArray<int>(labels, [batch], device));
    }

    private (string Name, double[] Values)[] Numbers(Device device, ElementType type)
    {
        using var scope = new TensorScope();
        using Module model = Create(device).To(type);
        (Tensor images, Tensor labels) = Data(device, type, CheckedBatch);
        if (!IsTraining)
        {
            using var noGrad = new NoGrad();
            model.Eval();
            return [("the scores", model.Forward(images).ToDoubles())];
        }
        Tensor loss = model.Forward(images).SoftmaxCrossEntropy(labels);
        loss.Backward();
        return
        [
            ("the loss", loss.ToDoubles()),
            .. model.NamedParameters().Where(p => p.Parameter.Gradient is not null).Select(p => ($"the gradient of {p.Name}", p.Parameter.Gradient!.ToDoubles())),
        ];
    }
}
