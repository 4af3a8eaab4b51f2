using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Training;

/// <summary>Changes parameters along their gradients. Its state has names and can be saved, so that going on gives the same bits.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = [];

    /// <summary>Makes an optimiser over groups of parameters.</summary>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, double rate, double weightDecay)
    {
        Groups = [.. groups];
        Rate = rate;
        WeightDecay = weightDecay;
        var names = new HashSet<string>();
        foreach ((string name, _) in Groups.SelectMany(g => g.Parameters))
            if (!names.Add(name)) throw new ArgumentException($"[optimizer] names of parameters must be unique. Got '{name}' twice.", nameof(groups));
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate; a schedule sets it before each step.</summary>
    public double Rate { get; set; }

    /// <summary>The weight decay of groups that have none of their own.</summary>
    public double WeightDecay { get; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Makes one group of all parameters of a module.</summary>
    public static IEnumerable<ParameterGroup> All(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [new ParameterGroup([.. module.NamedParameters()])];
    }

    /// <summary>Takes a step for every parameter that requires and has a gradient.</summary>
    /// <exception cref="InvalidOperationException">A gradient does not lie as its parameter does.</exception>
    public void Step()
    {
        Steps++;
        using var noGrad = new NoGrad();
        foreach (ParameterGroup group in Groups)
        {
            foreach ((string name, Parameter parameter) in group.Parameters)
            {
                if (!parameter.RequiresGrad || parameter.Gradient is not { } gradient) continue;
                Tensor value = parameter.Value;
                if (!gradient.Layout.Equals(value.Layout) || gradient.Device != value.Device)
                    throw new InvalidOperationException($"[optimizer] a gradient must lie as its parameter does. Got {gradient} for '{name}' {value}.");
                Update(name, value, gradient, Rate * group.RateFactor, group.WeightDecay ?? WeightDecay);
                value.MarkChanged();
            }
        }
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ClearGradients()
    {
        foreach ((_, Parameter parameter) in Groups.SelectMany(g => g.Parameters)) parameter.Value.ClearGradient();
    }

    /// <summary>The state by name, such as <c>features.0.weight.velocity</c>, in a fixed order; the tensors are the optimiser's own.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> StateDictionary() =>
        [.. _state.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value))];

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="state">The tensors of <see cref="StateDictionary"/>, on any device.</param>
    /// <param name="steps">Steps taken before.</param>
    /// <exception cref="ArgumentException">A name belongs to no parameter, or a shape is not the parameter's.</exception>
    public void Restore(IEnumerable<(string Name, Tensor Tensor)> state, long steps)
    {
        ArgumentNullException.ThrowIfNull(state);
        Forget();
        Steps = steps;
        var parameters = Groups.SelectMany(g => g.Parameters).ToDictionary(p => p.Name, p => p.Parameter.Value);
        foreach ((string name, Tensor saved) in state)
        {
            int dot = name.LastIndexOf('.');
            if (dot < 0 || !parameters.TryGetValue(name[..dot], out Tensor? value) || value.Shape != saved.Shape || value.Type != saved.Type)
                throw new ArgumentException($"[optimizer] saved state must fit a parameter's name, shape and type. Got '{name}' {saved}.", nameof(state));
            using IDisposable suspended = TensorScope.Suspend();
            Tensor mine = value.EmptyLike();
            using (Tensor here = TensorCopy.ToDevice(saved, value.Device)) mine.CopyFrom(here);
            _state[name] = mine;
        }
    }

    /// <summary>Gives the memory of the state back.</summary>
    public void Dispose()
    {
        Forget();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes one parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">The parameter.</param>
    /// <param name="gradient">Its gradient, in the same layout.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="weightDecay">The weight decay.</param>
    protected abstract void Update(string name, Tensor value, Tensor gradient, double rate, double weightDecay);

    /// <summary>The state of a parameter under a name without a dot; zeros at first.</summary>
    protected Tensor State(string parameter, string name, Tensor like)
    {
        string key = $"{parameter}.{name}";
        if (_state.TryGetValue(key, out Tensor? kept)) return kept;
        using IDisposable suspended = TensorScope.Suspend();
        return _state[key] = Tensor.Zeros(like.Shape, like.Type, like.Device, like.Order);
    }

    private void Forget()
    {
        foreach (Tensor tensor in _state.Values) tensor.Dispose();
        _state.Clear();
    }
}
