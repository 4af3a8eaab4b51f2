using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>
/// One application of a differentiable operation: an object that holds its sizes, its forward launch and its backward side by side.
/// The engine knows no operation by name; a new one is a new subclass. An object is applied once.
/// </summary>
public abstract class Operation
{
    /// <summary>The order of derivative of an operation whose backward is written with operations.</summary>
    public const int AnyOrder = int.MaxValue;

    private GradientNode? _node;
    private List<(int Slot, Tensor Tensor)>? _toSave;
    private bool _isApplied;

    /// <summary>The name in messages, such as <c>conv</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The highest derivative that the operation supports. With <see cref="AnyOrder"/> the backward is written with differentiable
    /// operations; with 1 it may launch kernels itself, and asking for a second derivative is an error that names the operation.
    /// </summary>
    public virtual int HighestOrder => AnyOrder;

    /// <summary>
    /// Multiply-adds of the forward once it has run, for what sums over many terms; 0 for work of a few numbers an element. Counting over a
    /// network adds them up.
    /// </summary>
    public virtual double MultiplyAdds => 0;

    /// <summary>Multiplications and additions of the forward once it has run: <c>2 MultiplyAdds</c>, and one for each element that a bias is added to.</summary>
    public virtual double Flops => 2 * MultiplyAdds;

    /// <summary>
    /// Elements of the matrix of columns that <c>im2col</c> would write for it, <c>N C_in taps positions</c>; 0 for what is no convolution.
    /// The library never writes it.
    /// </summary>
    public virtual double ColumnElements => 0;

    /// <summary>Whether the forward is nothing but other operations, which an <see cref="OperationTrace"/> hears of instead.</summary>
    public virtual bool IsComposite => false;

    /// <summary>
    /// Which positions of input <paramref name="input"/> an output position reads, once the operation has run. Element by element, with sizes of
    /// 1 repeated, unless a subclass says otherwise; an axis whose size changes without that is refused where somebody asks for the map.
    /// </summary>
    /// <param name="input">The input's place.</param>
    /// <param name="inputs">The layouts of all inputs.</param>
    /// <param name="output">The layout of the output.</param>
    public virtual SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return SpatialMap.Aligned(inputs[input].Shape, output.Shape);
    }

    /// <summary>Runs the operation and, where an input needs a gradient, records it.</summary>
    /// <param name="inputs">The inputs; optional ones that are absent are null at the end.</param>
    /// <returns>The output of <see cref="Forward"/>.</returns>
    /// <exception cref="ArgumentException">The inputs lie on different devices.</exception>
    /// <exception cref="ObjectDisposedException">An input was disposed.</exception>
    public Tensor Apply(params ReadOnlySpan<Tensor?> inputs)
    {
        if (_isApplied) throw new InvalidOperationException($"[autograd] an operation object is applied once. Got a second use of {Name}.");
        _isApplied = true;
        Tensor[] given = Check(inputs);
        if (GradientMode.IsOn && Array.Exists(given, t => t.Attachment is { IsActive: true })) _node = new GradientNode(this, given);

        Tensor output;
        OperationTrace? trace = OperationTrace.Current;
        using (var scope = new TensorScope())
        {
            bool mode = GradientMode.Set(false);
            trace?.Begin(this);
            try
            {
                output = Forward(given);
            }
            finally
            {
                trace?.End(this);
                GradientMode.Set(mode);
            }
            if (Array.IndexOf(given, output) >= 0) output = output.ViewAs(output.Layout);
            scope.Keep(output);
            if (_node is not null)
            {
                output.Attachment = _node;
                _node.Save(_toSave);
            }
            _toSave = null;
        }
        trace?.Hear(this, given, output);
        return output;
    }

    /// <summary>
    /// Computes the output: allocate with <c>Tensor.Empty</c>, launch, and <see cref="Save"/> what the backward needs. Nothing is
    /// recorded inside, and every other tensor made inside is disposed afterwards.
    /// </summary>
    protected abstract Tensor Forward(ReadOnlySpan<Tensor> inputs);

    /// <summary>
    /// The gradients of the inputs, one each, given the gradient of the output; null where none is needed (see <see cref="Needs"/>)
    /// or none exists. Each has the shape of its input. Tensors made inside and not returned are disposed afterwards.
    /// </summary>
    protected abstract Tensor?[] Backward(Tensor gradient);

    /// <summary>Whether the gradient of input <paramref name="index"/> is wanted; false for an input that was not given.</summary>
    protected bool Needs(int index) => _node is not null && _node.Needs(index);

    /// <summary>Keeps an input, the output or a tensor made in <see cref="Forward"/> for <see cref="Backward"/>, under a number of your choice.</summary>
    protected void Save(int slot, Tensor tensor)
    {
        if (_node is not null) (_toSave ??= []).Add((slot, tensor));
    }

    /// <summary>What <see cref="Save"/> kept under <paramref name="slot"/>.</summary>
    /// <exception cref="InvalidOperationException">The tensor was changed in place since, or nothing was kept.</exception>
    protected Tensor Saved(int slot) => _node!.Saved(slot);

    internal Tensor?[] RunBackward(Tensor gradient) => Backward(gradient);

    private Tensor[] Check(ReadOnlySpan<Tensor?> inputs)
    {
        int count = inputs.Length;
        while (count > 0 && inputs[count - 1] is null) count--;
        var given = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            Tensor input = inputs[i] ?? throw new ArgumentNullException(nameof(inputs), $"[{Name}] only optional inputs at the end may be absent. Got no input {i}.");
            _ = input.Storage;
            if (i > 0 && input.Device != given[0].Device)
            {
                throw new ArgumentException(
                    $"[{Name}] all inputs must lie on one device. Got input 0 {given[0]} and input {i} {input}.", nameof(inputs));
            }
            given[i] = input;
        }
        return given;
    }
}
