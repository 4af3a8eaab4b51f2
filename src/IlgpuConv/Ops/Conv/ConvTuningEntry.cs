using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>What was measured for a shape in one direction, and what won.</summary>
/// <param name="Shape">The shape in one line, as <see cref="ConvShape.ToString"/> writes it.</param>
/// <param name="Direction">The direction.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Choice">The plan that is used from now on.</param>
/// <param name="Candidates">All plans, what would run unmeasured first.</param>
public sealed record ConvTuningEntry(
    string Shape, ConvDirection Direction, ElementType Type, string Choice, IReadOnlyList<ConvTuningCandidate> Candidates)
{
    /// <summary>The seconds of the choice.</summary>
    public double Seconds => Candidates.First(candidate => candidate.Choice == Choice).Seconds;

    /// <summary>The seconds of what would run unmeasured.</summary>
    public double PlannedSeconds => Candidates[0].Seconds;
}
