using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>What a <see cref="ModelReport"/> is about.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Model">The network.</param>
/// <param name="Input">One image, <c>[1, C, H, W]</c>, on the network's device.</param>
/// <param name="InputNote">Where the image is from.</param>
public sealed record ReportSubject(string Name, string Description, Module Model, Tensor Input, string InputNote)
{
    /// <summary>Where the weights are from.</summary>
    public string Weights { get; init; } = "first values, not trained";

    /// <summary>What the machine can do at most, for the roofline; null leaves it out.</summary>
    public Roofline? Roofline { get; init; }

    /// <summary>What the machine is, and how its limits were found.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Numbers that the optimiser keeps for each parameter, for the memory of training: 2 for Adam.</summary>
    public int OptimizerSlots { get; init; } = 2;

    /// <summary>Samples of normal numbers for the effective receptive field.</summary>
    public int FieldSamples { get; init; } = 16;

    /// <summary>The image as people see it.</summary>
    public Image Image => Picture(Input);

    /// <summary>An input as a picture: its first channel in grey, or three as colours; from the least to the greatest where it is not within 0 to 1.</summary>
    public static Image Picture(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        Tensor seen = input.Slice(1, 0, input.Shape[1] == 3 ? 3 : 1);
        double[] values = seen.ToDoubles();
        (double least, double most) = (Math.Min(0, values.Min()), Math.Max(1, values.Max()));
        return Image.FromTensor(Tensor.FromDoubles([.. values.Select(v => (v - least) / (most - least))], seen.Shape, ElementType.Float32));
    }
}
