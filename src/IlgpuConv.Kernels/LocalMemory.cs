namespace IlgpuConv.Kernels;

/// <summary>Memory private to one lane; arrays indexed by constants become registers.</summary>
public static class LocalMemory
{
    /// <summary>Allocates <paramref name="length"/> elements, a constant. The contents are undefined.</summary>
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged => PlainRun.Current.Local<T>(length);
}
