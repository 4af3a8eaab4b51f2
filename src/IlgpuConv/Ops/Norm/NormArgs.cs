namespace IlgpuConv.Ops;

/// <summary>The sizes that a normalisation kernel takes.</summary>
internal readonly struct NormArgs(NormShape shape, int pitch, int gradientPitch, bool isAffine, bool isTraining, int residualPitch = 0)
{
    public readonly int Channels = shape.Channels;

    /// <summary>Rows of a sample.</summary>
    public readonly int Rows = shape.Rows;

    /// <summary>Channels that share their statistics.</summary>
    public readonly int GroupChannels = shape.GroupChannels;

    /// <summary>Rows of a slice: what one group reduces or writes.</summary>
    public readonly int SliceRows = shape.SliceRows;
    public readonly int Slices = shape.Slices;

    /// <summary>Elements of the input from one row to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements of the output's gradient from one row to the next.</summary>
    public readonly int GradientPitch = gradientPitch;

    /// <summary>Elements of what is added to the output from one row to the next; 0 where nothing is.</summary>
    public readonly int ResidualPitch = residualPitch;

    /// <summary>1 where there are weight and bias.</summary>
    public readonly int IsAffine = isAffine ? 1 : 0;

    /// <summary>1 where mean and variance are those of this input.</summary>
    public readonly int IsTraining = isTraining ? 1 : 0;
}
