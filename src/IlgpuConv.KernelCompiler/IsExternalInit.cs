namespace System.Runtime.CompilerServices;

/// <summary>What netstandard2.0 lacks for init-only setters.</summary>
internal static class IsExternalInit;
