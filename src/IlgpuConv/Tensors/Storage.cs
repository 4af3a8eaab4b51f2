using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>
/// A buffer shared by tensors: counted references, a version, and what was derived from its contents. When it is forgotten instead of
/// released, the buffer's own finalizer returns the memory.
/// </summary>
internal sealed class Storage(DeviceBuffer buffer)
{
    private readonly Lock _lock = new();
    private List<DerivedTensor>? _derived;
    private int _references = 1;
    private int _version;

    public DeviceBuffer Buffer { get; } = buffer;

    public int Version => Volatile.Read(ref _version);

    public int References => Volatile.Read(ref _references);

    public Storage AddReference()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0) return;
        ForgetDerived();
        Buffer.Dispose();
    }

    public void MarkChanged() => Interlocked.Increment(ref _version);

    /// <summary>
    /// The tensor that <paramref name="make"/> makes from the current contents; made again after a change. With
    /// <paramref name="keepsLater"/> it is kept only from the second request after a change on, and the first one's is the caller's.
    /// </summary>
    public Tensor Derived(object key, Tensor source, Func<Tensor, Tensor> make, bool keepsLater)
    {
        Hold(source);
        lock (_lock)
        {
            DerivedTensor kept = Find(key, source);
            bool isKnown = kept.Version == Version;
            if (isKnown && kept.Tensor is not null) return Used(kept.Tensor);
            kept.Tensor?.Dispose();
            (kept.Version, kept.Tensor) = (Version, null);
            // A network that is compiled uses what is made now at every call.
            if (keepsLater && !isKnown && LaunchTape.Current is null) return make(source);
            using IDisposable suspended = TensorScope.Suspend();
            // What is made of memory that is there is made at once, even while a network is compiled.
            using IDisposable? notRecorded = LaunchTape.Current is not null && Buffer is not RecordedBuffer ? LaunchTape.Suspend() : null;
            Tensor made = make(source);
            kept.Tensor = made;
            notRecorded?.Dispose();
            return Used(made);
        }
    }

    /// <summary>A network that is compiled keeps the memory that its commands name; <paramref name="tensor"/> is one that lies here.</summary>
    public void Hold(Tensor tensor)
    {
        if (LaunchTape.Current is { } tape && Buffer is not RecordedBuffer && tape.IsNew(this)) tape.Keep(TensorScope.Release(tensor.Alias()));
    }

    private static Tensor Used(Tensor made)
    {
        made.Storage.Hold(made);
        return made;
    }

    private void ForgetDerived()
    {
        lock (_lock)
        {
            if (_derived is null) return;
            foreach (DerivedTensor kept in _derived) kept.Tensor?.Dispose();
            _derived = null;
        }
    }

    private DerivedTensor Find(object key, Tensor source)
    {
        _derived ??= [];
        foreach (DerivedTensor kept in _derived)
            if (kept.Offset == source.Offset && kept.Key.Equals(key) && kept.Layout.Equals(source.Layout)) return kept;
        var place = new DerivedTensor { Key = key, Offset = source.Offset, Layout = source.Layout };
        _derived.Add(place);
        return place;
    }

    /// <summary>What was made of the elements of a layout, and the version that they had; few of them, so a list.</summary>
    private sealed class DerivedTensor
    {
        public required object Key { get; init; }

        public required long Offset { get; init; }

        public required Layout Layout { get; init; }

        public int Version { get; set; } = -1;

        public Tensor? Tensor { get; set; }
    }
}
