using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>
/// Numbers on a device: element type, logical shape, memory order, and a place in a buffer. Data only: operations add their own
/// methods in their own folders, and so does autograd.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private Storage? _storage;

    internal Tensor(Storage storage, ElementType type, Layout layout, long offset)
    {
        _storage = storage;
        Type = type;
        Layout = layout;
        Offset = offset;
        Device = storage.Buffer.Device;
        TensorScope.Adopt(this, TensorScope.Current);
    }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>Shape, order and pitch.</summary>
    public Layout Layout { get; }

    /// <summary>The logical shape.</summary>
    public Shape Shape => Layout.Shape;

    /// <summary>The order in memory.</summary>
    public MemoryOrder Order => Layout.Order;

    /// <summary>Elements from one row of the contiguous axis to the next.</summary>
    public int Pitch => Layout.Pitch;

    /// <summary>The first element, counted in elements from the start of the buffer.</summary>
    public long Offset { get; }

    /// <summary>The device that holds the elements.</summary>
    public Device Device { get; }

    /// <summary>Whether the tensor was disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref _storage) is null;

    /// <summary>Whether the elements are <c>float</c> or <c>double</c>.</summary>
    public bool IsFloating => Type is ElementType.Float32 or ElementType.Float64;

    /// <summary>
    /// How often the elements were changed in place since they were made. A gradient that needs them as they were checks it.
    /// </summary>
    public int Version => Storage.Version;

    /// <summary>The elements as a launch takes them: from the first to the last, gaps of a pitch included.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public BufferView View
    {
        get
        {
            Storage storage = Storage;
            storage.Hold(this);
            return new(storage.Buffer, Type, Offset, Layout.Extent);
        }
    }

    internal Storage Storage => Volatile.Read(ref _storage) ?? throw Disposed();

    internal TensorAttachment? Attachment { get; set; }

    internal TensorScope? Scope { get; set; }

    /// <summary>Says that a kernel changed the elements in place; optimisers and custom operations call it.</summary>
    public void MarkChanged() => Storage.MarkChanged();

    /// <summary>Gives up this handle; the memory goes back when no other tensor and no gradient needs it.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _storage, null)?.Release();
        Scope = null;
    }

    /// <summary>Another handle to the same elements, part of the same gradient graph.</summary>
    internal Tensor Alias() => new(Storage.AddReference(), Type, Layout, Offset) { Attachment = Attachment };

    /// <summary>
    /// A tensor that shares this one's buffer and is not part of the gradient graph: what an operation that moves nothing returns
    /// from its forward.
    /// </summary>
    /// <param name="layout">The layout of the view.</param>
    /// <param name="offset">The view's first element, counted from this tensor's first.</param>
    /// <exception cref="ArgumentException">The view leaves the buffer.</exception>
    public Tensor ViewAs(Layout layout, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(layout);
        long limit = Storage.Buffer.ByteLength / Type.Size();
        if (offset < 0 || Offset + offset + layout.Extent > limit)
        {
            throw new ArgumentException(
                $"[tensor] a view must lie within the buffer. Got {layout} at {Offset + offset} in {limit} elements.", nameof(layout));
        }
        return new Tensor(Storage.AddReference(), Type, layout, Offset + offset);
    }

    /// <summary>
    /// The tensor that <paramref name="make"/> makes of this one (a packed filter, a transposed weight): kept with the elements, made
    /// again when they change. It belongs to this tensor and must not be disposed.
    /// </summary>
    internal Tensor Derived(object key, Func<Tensor, Tensor> make) => Storage.Derived(key, this, make, keepsLater: false);

    /// <summary>
    /// The same inside an operation, whose end drops it where these elements learn and it is asked for the first time since they changed:
    /// in training a packed filter is used once and would only take memory; in inference the second use keeps it.
    /// </summary>
    internal Tensor DerivedForUse(object key, Func<Tensor, Tensor> make) => Storage.Derived(key, this, make, keepsLater: Attachment is { IsActive: true });

    /// <summary>Copies the elements of <paramref name="source"/> (any order, same shape, type and device) into this tensor.</summary>
    /// <exception cref="ArgumentException">Shape, type or device differ.</exception>
    public void CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Shape != Shape || source.Type != Type || source.Device != Device)
            throw new ArgumentException($"[tensor] a copy needs the same shape, type and device. Got {source} into {this}.", nameof(source));
        TensorCopy.Copy(source, this);
        MarkChanged();
    }

    /// <summary>Type, shape, order and device; no elements.</summary>
    public override string ToString() => $"{Type.ShortName()} {Layout} on {Device.Id}";

    private ObjectDisposedException Disposed() =>
        new(nameof(Tensor), $"[tensor] a disposed tensor cannot be used. Got {this}.");
}
