namespace IlgpuConv.Modules;

/// <summary>Where the taps of a filter read the first image, for each output position: element <c>(row columns + column) taps + tap</c>.</summary>
/// <param name="Height">Rows of the layer's input.</param>
/// <param name="Width">Columns of the layer's input.</param>
/// <param name="Rows">Output rows.</param>
/// <param name="Columns">Output columns.</param>
/// <param name="Taps">Positions of one output.</param>
/// <param name="Y">The row of the input that each reads, 0 at the centre of the first; between two rows where it interpolates.</param>
/// <param name="X">The column that each reads.</param>
/// <param name="Factors">What each is multiplied by.</param>
public sealed record SamplingPoints(int Height, int Width, int Rows, int Columns, int Taps, double[] Y, double[] X, double[] Factors);
