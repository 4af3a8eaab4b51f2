using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

/// <summary>What the verbs that use trained weights have in common.</summary>
internal abstract class CheckpointVerb : DataVerb
{
    [Option("checkpoint", MetaValue = "FILE", HelpText = "A checkpoint of train, or weights of another program in a safetensors file; by default what train writes.")]
    public string? Checkpoint { get; set; }

    [Option("model", MetaValue = "NAME", HelpText = "The network that weights of another program are for; a checkpoint names its own.")]
    public string? ModelName { get; set; }

    /// <summary>The network with the weights of the file, in inference; what did not match is said on the error stream.</summary>
    protected Module LoadModel(Screen screen, LabelledImages images, Device device)
    {
        string path = Checkpoint ?? TrainVerb.DefaultCheckpoint(ModelName ?? ModelCatalog.Default, Data);
        SafeTensorsFile file = OpenFile(path);
        string name = ModelName ?? TrainingCheckpoint.ModelOf(file) ?? ModelCatalog.Default;
        Module model = Models.Create(name, images, device);
        StateReport report = TrainingCheckpoint.LoadWeights(model, file);
        if (report.Loaded.Count == 0)
            throw new UsageException($"'{path}' has no weights for {name}; {report}.");
        if (!report.IsComplete) screen.Error.WriteLine($"weights of '{path}': {report}");
        return model.Eval();
    }
}
