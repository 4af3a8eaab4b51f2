namespace IlgpuConv.Ops;

/// <summary>What a convolution applies to its sums before it stores them, so that no launch of its own reads and writes the output again.</summary>
public enum ConvActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>max(y, 0)</c>: its gradient needs nothing but the output.</summary>
    Relu,

    /// <summary><c>min(max(y, 0), 6)</c>: its gradient needs nothing but the output.</summary>
    Relu6,
}
