using System.Diagnostics;
using IlgpuConv.IO;
using Spectre.Console;

namespace IlgpuConv.Cli;

/// <summary>Runs a training and shows it: a progress bar on a terminal, one line an epoch everywhere.</summary>
internal sealed class TrainingDisplay(Screen screen, Trainer trainer)
{
    private readonly Stopwatch _epochTime = new();
    private int _imagesBefore;

    /// <summary>Steps until the training is done or <paramref name="stop"/> asks; calls <paramref name="save"/> after each epoch.</summary>
    public void Run(CancellationToken stop, Action save)
    {
        if (!screen.IsTerminal)
        {
            Steps(stop, save, screen.Line, _ => { });
            return;
        }

        screen.Console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                long total = (long)trainer.Options.Epochs * trainer.BatchesPerEpoch;
                ProgressTask bar = context.AddTask("training", maxValue: total);
                Steps(stop, save, line => screen.Console.MarkupLineInterpolated($"{line}"), progress =>
                {
                    bar.Value = (long)progress.Epoch * trainer.BatchesPerEpoch + progress.Batch;
                    bar.Description = Markup.Escape(Describe(progress));
                });
            });
    }

    private void Steps(CancellationToken stop, Action save, Action<string> line, Action<TrainingProgress> show)
    {
        Begin(trainer.Progress);
        while (!trainer.IsDone && !stop.IsCancellationRequested)
        {
            TrainingProgress progress = trainer.Step();
            show(progress);
            if (progress.Batch > 0) continue;
            line(Describe(progress));
            save();
            Begin(trainer.Progress with { Images = 0 });
        }
    }

    private void Begin(TrainingProgress progress)
    {
        _epochTime.Restart();
        _imagesBefore = progress.Batch == 0 ? 0 : progress.Images;
    }

    private string Describe(TrainingProgress progress)
    {
        int epoch = progress.Batch == 0 ? progress.Epoch : progress.Epoch + 1;
        double rate = (progress.Images - _imagesBefore) / Math.Max(1e-9, _epochTime.Elapsed.TotalSeconds);
        return FormattableString.Invariant(
            $"epoch {epoch,3}/{trainer.Options.Epochs}  loss {progress.Loss:0.0000}  accuracy {progress.Accuracy:0.0000}  {rate,6:0} images/s");
    }
}
