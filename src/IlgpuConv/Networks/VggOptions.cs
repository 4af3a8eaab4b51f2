namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="Vgg"/>.</summary>
public sealed record VggOptions
{
    /// <summary>Channels of the image.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of each convolution, stage by stage.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Stages { get; init; } = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    /// <summary>Features between the linear layers.</summary>
    public int Hidden { get; init; } = 4096;

    /// <summary>The probability of dropping a feature after each of the first two linear layers, in training.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Eleven layers with weights; 132,863,336 parameters.</summary>
    public static VggOptions Vgg11 => new() { Stages = [[64], [128], [256, 256], [512, 512], [512, 512]] };

    /// <summary>Sixteen layers with weights; 138,357,544 parameters.</summary>
    public static VggOptions Vgg16 => new();

    /// <summary>Nineteen layers with weights; 143,667,240 parameters.</summary>
    public static VggOptions Vgg19 => new() { Stages = [[64, 64], [128, 128], [256, 256, 256, 256], [512, 512, 512, 512], [512, 512, 512, 512]] };
}
