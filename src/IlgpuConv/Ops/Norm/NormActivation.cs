namespace IlgpuConv.Ops;

/// <summary>What a normalisation applies to its output before it stores it, so that no launch of its own reads and writes it again.</summary>
public enum NormActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>max(y, 0)</c>.</summary>
    Relu,

    /// <summary><c>min(max(y, 0), 6)</c>.</summary>
    Relu6,
}
