namespace IlgpuConv.Cli;

/// <summary>What was typed cannot be used; the message is the one line that the user sees.</summary>
internal sealed class UsageException(string message) : Exception(message);
