namespace IlgpuConv.Perf;

/// <summary>A line of <c>layers.tsv</c>: a standard layer at a batch size.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind"><c>conv</c>, <c>tconv</c> for a transposed convolution, <c>sconv</c> where each sample has its own filter, or one of <see cref="PeerNetworks"/> for a network that is trained.</param>
/// <param name="Batch">N.</param>
/// <param name="Flops">Operations of the forward, two a multiply-add.</param>
/// <param name="Input">The sizes of x.</param>
/// <param name="Weight">The sizes of w; with groups these stand in front, or the samples.</param>
/// <param name="Output">The sizes of y.</param>
/// <param name="Stride">One number an axis.</param>
/// <param name="Dilation">One number an axis.</param>
/// <param name="Padding">One number an axis, for both ends.</param>
internal sealed record PeerLayer(
    string Name, string Kind, int Batch, double Flops, int[] Input, int[] Weight, int[] Output, int[] Stride, int[] Dilation, int[] Padding)
{
    /// <summary>Groups of channels.</summary>
    public int Groups => !IsPerSample && Weight.Length == Stride.Length + 3 ? Weight[0] : 1;

    /// <summary>Whether it is a transposed convolution.</summary>
    public bool IsTransposed => Kind == "tconv";

    /// <summary>Whether there is a faster way than the direct sums, so that both are timed: 3x3 taps, stride 1, any dilation.</summary>
    public bool HasAlgorithms => Kind == "conv" && Groups == 1 && Stride is [1, 1] && Weight is [.., 3, 3];

    /// <summary>Whether it is a network, whose training is compared: forward, backward and a step of the optimiser.</summary>
    public bool IsNetwork => PeerNetworks.Kinds.ContainsKey(Kind);

    /// <summary>Whether it is a network whose inference is compared.</summary>
    public bool IsInference => OurInference.Kinds.ContainsKey(Kind);

    /// <summary>Whether each sample has its own filter and bias.</summary>
    public bool IsPerSample => Kind == "sconv";

    /// <summary>
    /// The filter as PyTorch and this library shape it: <c>[O, I/g, k...]</c>, transposed <c>[I, O/g, k...]</c>, of samples
    /// <c>[N, O, I, k...]</c>.
    /// </summary>
    public int[] FilterShape => IsPerSample ? Weight :
    [
        IsTransposed ? Input[1] : Output[1], (IsTransposed ? Output[1] : Input[1]) / Groups, .. Weight[^Stride.Length..],
    ];

    /// <summary>What a peer process is asked: the fields behind threads, seconds and mode.</summary>
    public string Request => string.Join('\t', Kind, Join(Input), Join(Weight), Join(Output), Join(Stride), Join(Dilation), Join(Padding));

    /// <summary>Reads a file of layers.</summary>
    /// <exception cref="FormatException">A line is not a layer; the message names file and line.</exception>
    public static List<PeerLayer> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        var layers = new List<PeerLayer>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            string[] fields = lines[i].Split('\t');
            try
            {
                layers.Add(new(fields[0], fields[1], int.Parse(fields[2]), double.Parse(fields[3]), Ints(fields[4]), Ints(fields[5]), Ints(fields[6]), Ints(fields[7]), Ints(fields[8]), Ints(fields[9])));
            }
            catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException)
            {
                throw new FormatException($"[peers] a line must be name, kind, N, flops, x, w, y, stride, dilation, padding with tabs between. Got line {i + 1} of {file}: '{lines[i]}'.", fault);
            }
        }
        return layers;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} N={Batch}";

    private static int[] Ints(string text) => Array.ConvertAll(text.Split(','), int.Parse);

    private static string Join(int[] sizes) => string.Join(',', sizes);
}
