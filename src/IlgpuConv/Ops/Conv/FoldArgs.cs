namespace IlgpuConv.Ops;

/// <summary>The arguments of the kernel that adds overlapping runs of a row.</summary>
/// <param name="Channels">Channels of a position of the result.</param>
/// <param name="Stride">Positions of the result from the start of one run to the next.</param>
/// <param name="Low">Positions of the first run that lie before the row.</param>
/// <param name="Positions">Runs of a row.</param>
/// <param name="Run">Elements of a run: taps by channels.</param>
/// <param name="Overlaps">Runs that meet one element at most.</param>
/// <param name="Blocks">Starts of runs up to the end of the row, those after the last run included.</param>
/// <param name="Elements">Elements of a row of the result.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="Activation">The number of the <see cref="SumFunction"/>.</param>
internal readonly record struct FoldArgs(
    int Channels, int Stride, int Low, int Positions, int Run, int Overlaps, int Blocks, int Elements, int Biased, int Activation);
