namespace IlgpuConv.Autograd;

/// <summary>An operation's backward broke a rule of the engine: a fault of the operation, not of its user. Please report it.</summary>
/// <param name="message">The rule and the values.</param>
public sealed class GradientFaultException(string message) : Exception(message);
