namespace IlgpuConv.Ops;

/// <summary>
/// Which form of a modulated convolution moves less memory: a pure function of the sizes. Filters of a sample are written, normalised,
/// packed and read once each; the features instead are read and written once more on both sides of the filter.
/// </summary>
public sealed class ModulatedConvPlan
{
    private ModulatedConvPlan(ConvShape shape, bool demodulates, ModulationForm form)
    {
        double filter = (double)shape.OutChannels * shape.GroupIn * shape.Taps;
        double input = shape.Axes.Aggregate((double)shape.InChannels, (size, axis) => size * axis.Input);
        FilterElements = (demodulates ? 7 : 4) * filter;
        FeatureElements = 2 * input + (demodulates ? 2.0 * shape.OutChannels * shape.OutputPixels : 0);
        Form = form != ModulationForm.Automatic ? form : FilterElements < FeatureElements ? ModulationForm.Filters : ModulationForm.Features;
    }

    /// <summary>The form that runs.</summary>
    public ModulationForm Form { get; }

    /// <summary>Elements that the filters of a sample read and write beside the convolution.</summary>
    public double FilterElements { get; }

    /// <summary>Elements that the features of a sample read and write beside the convolution.</summary>
    public double FeatureElements { get; }

    /// <summary>The plan of a convolution.</summary>
    /// <param name="shape">The sizes of the convolution with one filter for all samples.</param>
    /// <param name="demodulates">Whether outputs are demodulated.</param>
    /// <param name="form">The form that is asked for.</param>
    public static ModulatedConvPlan Of(ConvShape shape, bool demodulates, ModulationForm form = ModulationForm.Automatic)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new(shape, demodulates, form);
    }

    /// <summary>One line: the form, and what both move.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"modulated {(Form == ModulationForm.Filters ? "filters" : "features")}: {FilterElements:N0} elements a sample by filters, {FeatureElements:N0} by features");
}
