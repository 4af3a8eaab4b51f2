using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using Spectre.Console;

namespace IlgpuConv.Cli;

[Verb("eval", HelpText = "Test a trained network with the images that training never saw.")]
internal sealed class EvalVerb : CheckpointVerb
{
    public override int Run(Screen screen, CancellationToken stop)
    {
        Device device = OpenDevice(screen);
        DataSplit data = LoadData();
        using Module model = LoadModel(screen, data.Test, device);
        EvaluationResult result = Classifier.Evaluate(model, data.Test, device);
        int classes = data.Test.Classes;
        Table table = new Table().Border(TableBorder.Simple).AddColumn("class").AddColumn("images").AddColumn("found").AddColumn("taken for");
        for (int c = 0; c < classes; c++)
        {
            int row = c;
            int images = Enumerable.Range(0, classes).Sum(other => result.Confusion[row, other]);
            IEnumerable<string> taken = from other in Enumerable.Range(0, classes)
                                        where other != row && result.Confusion[row, other] > 0
                                        orderby result.Confusion[row, other] descending
                                        select $"{other} ({result.Confusion[row, other]})";
            table.AddRow($"{row}", $"{images}", $"{result.Confusion[row, row]}", string.Join(", ", taken));
        }

        screen.Table(table);
        screen.Line(FormattableString.Invariant($"test accuracy: {result.Accuracy:0.0000}"));
        return ExitCode.Done;
    }
}
