namespace IlgpuConv.Ops;

/// <summary>How a filter moves along one spatial axis.</summary>
/// <param name="Stride">Input positions from one output to the next.</param>
/// <param name="Low">Zeros before the first input; negative crops.</param>
/// <param name="High">Zeros after the last input; negative crops.</param>
/// <param name="Dilation">Input positions from one tap to the next.</param>
/// <param name="InputDilation">Positions from one input to the next; those between hold zeros.</param>
public readonly record struct ConvMovement(int Stride, int Low = 0, int High = 0, int Dilation = 1, int InputDilation = 1);
