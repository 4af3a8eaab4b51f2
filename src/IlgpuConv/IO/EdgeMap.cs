using IlgpuConv.Autograd;
using IlgpuConv.Networks;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>Edges of pictures by <see cref="PiDiNet"/>.</summary>
public static class EdgeMap
{
    private static readonly float[] s_mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>A network with the weights of a file: the size is that of the file's first convolution, and whether it is converted too.</summary>
    /// <param name="path">A safetensors file with the names of the authors' code, with or without <c>module.</c> before them.</param>
    /// <param name="report">What became of the names.</param>
    /// <exception cref="ArgumentException">The file has no such weights.</exception>
    public static PiDiNet Load(string path, out Modules.StateReport report)
    {
        SafeTensorsFile file = SafeTensorsFile.Open(path);
        using var scope = new TensorScope();
        Dictionary<string, string> names = file.Entries.Keys.ToDictionary(name => name.StartsWith("module.", StringComparison.Ordinal) ? name[7..] : name);
        if (!names.TryGetValue("init_block.weight", out string? first) || !names.ContainsKey("classifier.weight"))
            throw new ArgumentException($"[pidinet] a file of weights has init_block.weight and classifier.weight. Got '{path}' without.", nameof(path));
        int channels = (int)file.Entries[first].Shape[0];
        int dilation = names.TryGetValue("dilations.0.conv1.weight", out string? inner) ? (int)file.Entries[inner].Shape[0] : 0;
        var options = new PiDiNetOptions { Channels = channels, DilationChannels = dilation, HasAttention = names.ContainsKey("attentions.0.conv1.weight") };
        // The third difference is the first radial one, which a converted network has as 5 x 5.
        bool isConverted = names.TryGetValue("block1_2.conv1.weight", out string? radial) && file.Entries[radial].Shape[^1] == 5;
        var network = new PiDiNet(options, isConverted);
        report = network.LoadStateDictionary(from name in names orderby name.Key select (name.Key, file.ReadTensor(name.Value)));
        network.Eval();
        return network;
    }

    /// <summary>The edges of a picture as a grey one, white where they are; colours are normalised as for the authors' training.</summary>
    /// <exception cref="ArgumentException">The picture has fewer than 8 rows or columns.</exception>
    public static Image Of(PiDiNet network, Image image)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(image);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Image colours = image.ToChannels(3);
        return Image.FromTensor(network.Forward(Tensor.FromImage(colours.Bytes, image.Height, image.Width, 3, s_mean, s_deviation, network.Parameters().First().Value.Device)));
    }
}
