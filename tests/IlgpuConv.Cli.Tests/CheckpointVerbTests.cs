using System.Text.RegularExpressions;
using IlgpuConv.IO;

namespace IlgpuConv.Cli.Tests;

public sealed class CheckpointVerbTests : IDisposable
{
    private readonly SmallData _data = new();

    public CheckpointVerbTests() =>
        Assert.Equal(0, CliRun.Of("train", "--data", _data.Path, "--epochs", "1", "--checkpoint", Checkpoint).Code);

    private string Checkpoint => _data.File("a.safetensors");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Eval_gives_the_accuracy_that_train_gave()
    {
        CliRun train = CliRun.Of("train", "--data", _data.Path, "--epochs", "1", "--checkpoint", _data.File("b.safetensors"));
        CliRun run = CliRun.Of("eval", "--data", _data.Path, "--checkpoint", Checkpoint);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(train.Lines[^1], run.Lines[^1]);
        Assert.Equal(10, run.Lines.Count(line => Regex.IsMatch(line, @"^  \d +\d+ +\d+")));
    }

    [Fact]
    public void Predict_draws_the_image_and_its_probabilities()
    {
        CliRun run = CliRun.Of("predict", "--data", _data.Path, "--checkpoint", Checkpoint, "--image", "2");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(8 + 10 + 1, run.Lines.Length);
        LabelledImages test = _data.Load().Test;
        float[] pixels = new float[64];
        test.CopyImage(2, pixels);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                string drawn = run.Lines[y].PadRight(16).Substring(2 * x, 2);
                Assert.Equal(pixels[8 * y + x] < 0.1f, drawn == "  ");
            }
        }

        double[] shares = [.. run.Lines[8..18].Select(line => double.Parse(Regex.Match(line, @"^\d +(\d+\.\d)%").Groups[1].Value))];
        Assert.InRange(shares.Sum(), 99.4, 100.6);
        Assert.Matches($@"^predicted: {Array.IndexOf(shares, shares.Max())} \(\d+\.\d%\), labelled: {test.Labels[2]}$", run.Lines[18]);
    }

    [Fact]
    public void Weights_that_do_not_match_are_reported()
    {
        SafeTensorsFile file = SafeTensorsFile.Open(Checkpoint);
        string first = file.Entries.Values.Where(e => e.Type == SafeTensorsType.F32 && !e.Name.StartsWith("optimizer.")).Min(e => e.Name)!;
        SafeTensorsWriter writer = new();
        writer.Add<float>(first, file.Entries[first].Shape, file.ReadFloats(first));
        writer.Add<float>("extra.weight", [1], [1]);
        writer.Save(_data.File("other.safetensors"));
        CliRun run = CliRun.Of("eval", "--data", _data.Path, "--checkpoint", _data.File("other.safetensors"));
        Assert.Equal(0, run.Code);
        Assert.StartsWith($"weights of '{_data.File("other.safetensors")}': 1 loaded; missing: ", run.Error);
        Assert.Contains("; unexpected: extra.weight; mismatched: none\n", run.Error);
    }

    [Fact]
    public void A_file_without_weights_for_the_network_is_refused()
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("extra", [1], [1]);
        writer.Save(_data.File("other.safetensors"));
        CliRun run = CliRun.Of("eval", "--data", _data.Path, "--checkpoint", _data.File("other.safetensors"));
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"ilgpuconv: '{_data.File("other.safetensors")}' has no weights for {ModelCatalog.Default}; 0 loaded; missing: ", run.Error);
    }

    [Fact]
    public void An_image_that_is_not_there_is_refused() =>
        CliRun.Of("predict", "--data", _data.Path, "--checkpoint", Checkpoint, "--image", "10").Refused(2, "--image must be 0 to 9. Got 10.");

    [Fact]
    public void A_missing_checkpoint_is_refused() =>
        CliRun.Of("eval", "--checkpoint", "nothing.safetensors").Refused(2, "no file 'nothing.safetensors'. 'ilgpuconv train' makes one.");
}
