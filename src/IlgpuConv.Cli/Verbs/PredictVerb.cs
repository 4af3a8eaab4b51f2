using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

[Verb("predict", HelpText = "Draw an image of the test part and show the probability of each class.")]
internal sealed class PredictVerb : CheckpointVerb
{
    [Option("image", Default = 0, MetaValue = "N", HelpText = "The number of the image in the test part, from 0.")]
    public int Image { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        Device device = OpenDevice(screen);
        LabelledImages images = LoadData().Test;
        if (Image < 0 || Image >= images.Count)
            throw new UsageException($"--image must be 0 to {images.Count - 1}. Got {Image}.");
        using Module model = LoadModel(screen, images, device);
        double[] probabilities = Classifier.Probabilities(model, images, Image, device);
        Picture.Draw(screen, images, Image);
        Bars.Draw(screen, probabilities);
        int best = Array.IndexOf(probabilities, probabilities.Max());
        screen.Line(FormattableString.Invariant($"predicted: {best} ({probabilities[best] * 100:0.0}%), labelled: {images.Labels[Image]}"));
        return ExitCode.Done;
    }
}
