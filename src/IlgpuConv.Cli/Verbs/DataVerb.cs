using CommandLine;
using IlgpuConv.IO;

namespace IlgpuConv.Cli;

/// <summary>What the verbs that look at images have in common.</summary>
internal abstract class DataVerb : DeviceVerb
{
    [Option("data", MetaValue = "PATH", HelpText = "A folder or an image file of IDX data (MNIST, Fashion-MNIST), plain or gzip; by default the bundled digits.")]
    public string? Data { get; set; }

    protected DataSplit LoadData() => Data switch
    {
        null => DigitsDataset.LoadSplit(),
        _ when Directory.Exists(Data) || File.Exists(Data) || File.Exists(Data + ".gz") => IdxDataset.Load(Data),
        _ => throw new UsageException($"no file or folder '{Data}' for --data. Without --data the bundled digits are used."),
    };

    /// <summary>Opens a checkpoint or any other safetensors file.</summary>
    protected static SafeTensorsFile OpenFile(string path) => File.Exists(path)
        ? SafeTensorsFile.Open(path)
        : throw new UsageException($"no file '{path}'. 'ilgpuconv train' makes one.");
}
