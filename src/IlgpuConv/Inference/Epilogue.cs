namespace IlgpuConv.Inference;

/// <summary>
/// What an operation does with each element of one of its inputs and nothing but it, so that the operation which makes that input can do it on the way
/// to memory. An operation's own kinds are declared beside it.
/// </summary>
internal abstract record Epilogue;
