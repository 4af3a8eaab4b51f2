using System.Diagnostics;
using System.Text.RegularExpressions;
using IlgpuConv.IO;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Training_ends_with_the_checkpoint_and_the_accuracy()
    {
        CliRun run = Train("a.safetensors", "--epochs", "2");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("on few: 40 images to train with, 10 to test with", run.Output);
        Assert.Equal(2, run.Lines.Count(line => Regex.IsMatch(line, @"^epoch +\d/2  loss \d\.\d{4}  accuracy \d\.\d{4} +\d+ images/s$")));
        Assert.Equal($"checkpoint: {_data.File("a.safetensors")}", run.Lines[^2]);
        Assert.Matches(@"^test accuracy: [01]\.\d{4}$", run.Lines[^1]);
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public void Training_on_a_terminal_shows_its_progress_and_ends_the_same_way()
    {
        CliRun run = CliRun.OnTerminal("train", "--data", _data.Path, "--epochs", "2", "--checkpoint", _data.File("t.safetensors"));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"epoch +2/2  loss \d\.\d{4}  accuracy \d\.\d{4}", run.Output);
        Assert.Equal($"checkpoint: {_data.File("t.safetensors")}", run.Lines[^2]);
        Assert.Matches(@"^test accuracy: [01]\.\d{4}$", run.Lines[^1]);
    }

    [Fact]
    public void One_and_two_threads_give_the_same_bytes_and_the_same_line()
    {
        CliRun one = Train("1.safetensors", "--epochs", "2", "--threads", "1");
        CliRun two = Train("2.safetensors", "--epochs", "2", "--threads", "2");
        Assert.Equal((0, 0), (one.Code, two.Code));
        Assert.Equal(one.Lines[^1], two.Lines[^1]);
        Assert.Equal(Bytes("1.safetensors"), Bytes("2.safetensors"));
    }

    [Fact]
    public void Another_seed_gives_other_bytes()
    {
        Train("1.safetensors", "--epochs", "1", "--seed", "1");
        Train("2.safetensors", "--epochs", "1", "--seed", "2");
        Assert.NotEqual(Bytes("1.safetensors"), Bytes("2.safetensors"));
    }

    [Fact]
    public void A_stopped_and_resumed_training_gives_the_bytes_of_one_that_was_not()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        string path = _data.File("stopped.safetensors");
        CliRun stopped = CliRun.Of(stop.Token, "train", "--data", _data.Path, "--epochs", "2", "--checkpoint", path);
        Assert.Equal((130, ""), (stopped.Code, stopped.Error));
        Assert.Equal("interrupted in epoch 1 after batch 0 of 2", stopped.Lines[^3]);
        Assert.Equal($"go on with: ilgpuconv train --resume --checkpoint {path} --data {_data.Path}", stopped.Lines[^1]);

        CliRun resumed = CliRun.Of("train", "--data", _data.Path, "--resume", "--checkpoint", path);
        CliRun whole = Train("whole.safetensors", "--epochs", "2");
        Assert.Equal(whole.Lines[^1], resumed.Lines[^1]);
        Assert.Equal(Bytes("whole.safetensors"), Bytes("stopped.safetensors"));
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_and_leaves_the_checkpoint_as_it_was()
    {
        Train("a.safetensors", "--epochs", "1");
        byte[] before = Bytes("a.safetensors");
        CliRun run = Train("a.safetensors", "--epochs", "3", "--learning-rate", "1e30");
        Assert.Equal(1, run.Code);
        Assert.Matches(
            @"^ilgpuconv: \[train\] the loss must stay a number; a lower learning rate may keep it one\. Got (NaN|-?Infinity) of dynamic-small in epoch \d, batch \d with learning rate 1E\+30\.\n$",
            run.Error);
        Assert.Equal(before, Bytes("a.safetensors"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_finishes_the_batch_and_saves(string signal)
    {
        string path = _data.File("signal.safetensors");
        // A test run in the background of a shell ignores SIGINT, and so would what it starts.
        string[] args = ["--default-signal=INT,TERM", "dotnet", typeof(Application).Assembly.Location, "train", "--data", _data.Path, "--epochs", "100000", "--checkpoint", path];
        using Process process = Process.Start(new ProcessStartInfo("env", args) { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch   2", StringComparison.Ordinal))
        {
        }

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) kill.WaitForExit();
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains($"checkpoint: {path}", rest);

        // What was saved is what a training without a signal has at the same place.
        SafeTensorsFile saved = SafeTensorsFile.Open(path);
        (string epoch, string batch) = (saved.Metadata["progress.epoch"], saved.Metadata["progress.batch"]);
        using Trainer trainer = new(new TrainingOptions(Epochs: 100000), _data.Load(), Devices.Get("cpu"));
        while ($"{trainer.Progress.Epoch} {trainer.Progress.Batch}" != $"{epoch} {batch}") trainer.Step();
        trainer.Save(_data.File("same.safetensors"));
        Assert.Equal(Bytes("same.safetensors"), Bytes("signal.safetensors"));
    }

    [Fact]
    public void Resuming_with_another_option_is_refused()
    {
        Train("a.safetensors", "--epochs", "1");
        CliRun.Of("train", "--data", _data.Path, "--resume", "--checkpoint", _data.File("a.safetensors"), "--seed", "5").Refused(2,
            $"'{_data.File("a.safetensors")}' was made with other options: {new TrainingOptions(Epochs: 1).Describe()}. Leave them out to resume.");
    }

    [Fact]
    public void Resuming_with_other_data_is_refused()
    {
        Train("a.safetensors", "--epochs", "1");
        CliRun.Of("train", "--resume", "--checkpoint", _data.File("a.safetensors")).Refused(2,
            $"[checkpoint] '{_data.File("a.safetensors")}' was made with few: 40 images of 1x8x8 in 10 classes. " +
            "Got digits: 1438 images of 1x8x8 in 10 classes.");
    }

    [Fact]
    public void Resuming_from_weights_alone_is_refused()
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("w", [1], [1]);
        writer.Save(_data.File("w.safetensors"));
        CliRun.Of("train", "--resume", "--checkpoint", _data.File("w.safetensors")).Refused(1,
            $"[checkpoint] '{_data.File("w.safetensors")}', offset 8: expected 'options.model' in __metadata__. Got a file without it.");
    }

    [Fact]
    public void Training_can_start_from_weights()
    {
        Train("a.safetensors", "--epochs", "1");
        CliRun run = Train("b.safetensors", "--epochs", "1", "--weights", _data.File("a.safetensors"));
        Assert.Equal(0, run.Code);
        Assert.Contains(run.Lines, line => line.StartsWith($"weights of '{_data.File("a.safetensors")}': ") &&
            line.EndsWith(" loaded; missing: none; unexpected: none; mismatched: none"));
        Assert.NotEqual(Bytes("a.safetensors"), Bytes("b.safetensors"));
    }

    [Theory]
    [InlineData("--model dynamic-smal", "unknown model 'dynamic-smal'. Did you mean 'dynamic-small'?")]
    [InlineData("--device cpy", "unknown device 'cpy'. Did you mean 'cpu'?")]
    [InlineData("--device reference --threads 2", "--threads is for the cpu device only. Got --device reference.")]
    [InlineData("--threads 0", "--threads must be 1 to 1024. Got 0.")]
    [InlineData("--data nowhere", "no file or folder 'nowhere' for --data. Without --data the bundled digits are used.")]
    [InlineData("--resume --checkpoint nothing.safetensors", "no file 'nothing.safetensors'. 'ilgpuconv train' makes one.")]
    [InlineData("--resume --weights w", "--weights begins a training and --resume goes on with one: give one of them.")]
    [InlineData("--epochs 0", "[train] epochs must be at least 1. Got 0.")]
    [InlineData("--batch 0", "[train] batch must be at least 1. Got 0.")]
    [InlineData("--learning-rate -1", "[train] learning-rate must be a positive number. Got -1.")]
    [InlineData("--weight-decay=-1", "[train] weight-decay must be a number from 0 up. Got -1.")]
    [InlineData("--shift=-1", "[train] shift must be at least 0. Got -1.")]
    [InlineData("--epochs many", "--epochs does not take 'many'. Passes over the training images (default: 60).")]
    [InlineData("--epoch 3", "unknown option '--epoch'. Did you mean '--epochs'?")]
    [InlineData("--data --epochs 3", "--data needs a value. A folder or an image file of IDX data (MNIST, Fashion-MNIST), plain or gzip; by default the bundled digits.")]
    [InlineData("--seed", "--seed needs a value. The seed of everything random (default: 1). The same seed gives the same bytes.")]
    public void What_cannot_be_used_is_one_line(string typed, string line) => CliRun.Of(["train", .. typed.Split(' ')]).Refused(2, line);

    [Fact]
    public void A_damaged_file_fails_in_one_line()
    {
        File.WriteAllBytes(_data.File("bad.safetensors"), [1, 2, 3]);
        CliRun.Of("train", "--resume", "--checkpoint", _data.File("bad.safetensors")).Refused(1,
            $"[safetensors] '{_data.File("bad.safetensors")}', offset 0: expected 8 bytes with the length of the header. Got 3 bytes in all.");
    }

    private CliRun Train(string checkpoint, params string[] more) =>
        CliRun.Of(["train", "--data", _data.Path, "--checkpoint", _data.File(checkpoint), .. more]);

    private byte[] Bytes(string name) => File.ReadAllBytes(_data.File(name));
}
