namespace IlgpuConv.Kernels;

/// <summary>Memory shared by the lanes of one group.</summary>
public static class SharedMemory
{
    /// <summary>Allocates <paramref name="length"/> elements, a constant large enough for the largest group.</summary>
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged => PlainRun.Current.Shared<T>(length);
}
