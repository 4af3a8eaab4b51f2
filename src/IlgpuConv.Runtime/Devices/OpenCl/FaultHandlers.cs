using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// Keeps the process's own handlers of hardware faults while a driver starts. PoCL's takes every integer division by zero for one of its
/// kernels and steps over it: without this, C# in the same process would divide by zero and go on.
/// </summary>
internal static unsafe class FaultHandlers
{
    /// <summary>More than <c>struct sigaction</c> takes on any system; what is in it is only given back.</summary>
    private const int ActionBytes = 512;

    /// <summary>Bad instruction, bus error (Linux, then macOS), arithmetic, segment: the numbers are those of all Unix systems.</summary>
    private static readonly int[] s_signals = [4, 7, 10, 8, 11];

    /// <summary>Runs <paramref name="start"/> and sets the handlers to what they were before.</summary>
    public static T Keep<T>(Func<T> start)
    {
        if (OperatingSystem.IsWindows() || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "sigaction", out nint entry)) return start();
        var action = (delegate* unmanaged<int, void*, void*, int>)entry;
        byte* kept = stackalloc byte[ActionBytes * s_signals.Length];
        for (int i = 0; i < s_signals.Length; i++) action(s_signals[i], null, kept + (ActionBytes * i));
        try
        {
            return start();
        }
        finally
        {
            for (int i = 0; i < s_signals.Length; i++) action(s_signals[i], kept + (ActionBytes * i), null);
        }
    }
}
