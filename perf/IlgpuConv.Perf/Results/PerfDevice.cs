namespace IlgpuConv.Perf;

/// <summary>A device of a run, and what it can do at most.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Threads">Its threads or compute units.</param>
/// <param name="PeakGigaFlops">10⁹ operations a second of multiply-adds in registers, one figure a round.</param>
/// <param name="CopyGigaBytes">10⁹ bytes a second, read and written, of a copy of 128 MiB, one figure a round.</param>
/// <param name="LaunchSeconds">What a launch takes when many follow each other.</param>
/// <param name="AwaitedSeconds">What a launch takes that is waited for.</param>
internal sealed record PerfDevice(
    string Id, string Name, int Threads, double[] PeakGigaFlops, double[] CopyGigaBytes, double LaunchSeconds, double AwaitedSeconds);
