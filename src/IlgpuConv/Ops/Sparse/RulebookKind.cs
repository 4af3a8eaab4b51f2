namespace IlgpuConv.Ops;

/// <summary>Where a rulebook has its output sites from.</summary>
public enum RulebookKind
{
    /// <summary>The output sites are the input sites: submanifold convolution.</summary>
    Submanifold,

    /// <summary>Every place that the filter reaches from an input site: convolution and pooling.</summary>
    Convolution,

    /// <summary>The input sites are every place that a transposed convolution reaches from an output site.</summary>
    Transposed,
}
