namespace IlgpuConv.Ops;

/// <summary>Which of the three closed operations of a convolution runs.</summary>
public enum ConvDirection
{
    /// <summary>The output, from input and filter.</summary>
    Forward,

    /// <summary>The gradient of the input, from that of the output and the filter.</summary>
    InputGradient,

    /// <summary>The gradient of the filter, from the input and the gradient of the output.</summary>
    WeightGradient,
}
