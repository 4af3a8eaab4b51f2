namespace IlgpuConv.Ops;

/// <summary>The two ways to compute a modulated convolution; they give the same numbers up to rounding.</summary>
public enum ModulationForm
{
    /// <summary>The one that moves less memory, see <see cref="ModulatedConvPlan"/>.</summary>
    Automatic,

    /// <summary>Filters are made for each sample, <c>w s[n]</c>, and applied to it.</summary>
    Filters,

    /// <summary>One filter for all: channels of the input are multiplied by the style before it and those of the output by the demodulation after it.</summary>
    Features,
}
