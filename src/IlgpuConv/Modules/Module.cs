using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Modules;

/// <summary>
/// A piece of a network: parameters, buffers and other modules, each under a name, and a forward. In inference a module is only read,
/// so several threads may use it at once.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<ModuleBuffer> _buffers = [];
    private readonly List<(string Name, Module Module)> _modules = [];

    /// <summary>Whether the module trains: batch statistics and dropout behave accordingly. True at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The modules directly inside this one, with their names, in the order in which they were added.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _modules;

    /// <summary>The parameters of this module alone.</summary>
    public IReadOnlyList<Parameter> OwnParameters => _parameters;

    /// <summary>The buffers of this module alone.</summary>
    public IReadOnlyList<ModuleBuffer> OwnBuffers => _buffers;

    /// <summary>Computes the output of the module.</summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>All parameters with names such as <c>features.0.weight</c>: own ones first, then those of the modules inside, in order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        from entry in NamedModules()
        from parameter in entry.Module._parameters
        select (Join(entry.Name, parameter.Name), parameter);

    /// <summary>All buffers with names such as <c>features.1.running_mean</c>.</summary>
    public IEnumerable<(string Name, ModuleBuffer Buffer)> NamedBuffers() =>
        from entry in NamedModules()
        from buffer in entry.Module._buffers
        select (Join(entry.Name, buffer.Name), buffer);

    /// <summary>This module under the empty name, and all inside it, outer ones first.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        yield return ("", this);
        foreach ((string name, Module child) in _modules)
            foreach ((string inner, Module module) in child.NamedModules())
                yield return (Join(name, inner), module);
    }

    /// <summary>All parameters, each once.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(p => p.Parameter).Distinct();

    /// <summary>Puts this module and all inside it in training.</summary>
    /// <returns>This module.</returns>
    public Module Train() => SetTraining(true);

    /// <summary>Puts this module and all inside it in inference.</summary>
    /// <returns>This module.</returns>
    public Module Eval() => SetTraining(false);

    /// <summary>Tells all modules inside that change as training goes on, each an <see cref="IScheduled"/>, which step comes next.</summary>
    public void AdvanceTo(TrainingMoment moment)
    {
        foreach ((_, Module module) in NamedModules())
            if (module is IScheduled scheduled) scheduled.Follow(moment);
    }

    /// <summary>Moves parameters and buffers to <paramref name="device"/>; gradients are forgotten.</summary>
    /// <returns>This module.</returns>
    public Module To(Device device) => Change(t => TensorCopy.ToDevice(t, device), t => t.Device != device);

    /// <summary>Rounds floating-point parameters and buffers to <paramref name="type"/>; gradients are forgotten.</summary>
    /// <returns>This module.</returns>
    public Module To(ElementType type) => Change(t => TensorCopy.ToType(t, type), t => t.IsFloating && t.Type != type);

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ClearGradients()
    {
        foreach (Parameter parameter in Parameters()) parameter.Value.ClearGradient();
    }

    /// <summary>
    /// The saved state: parameters and buffers by name, in the order of PyTorch. The tensors are the module's own; copy what must not
    /// change.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> StateDictionary()
    {
        var state = new List<(string, Tensor)>();
        foreach ((string name, Module module) in NamedModules())
        {
            foreach (Parameter parameter in module._parameters) state.Add((Join(name, parameter.Name), parameter.Value));
            foreach (ModuleBuffer buffer in module._buffers) state.Add((Join(name, buffer.Name), buffer.Value));
        }
        return state;
    }

    /// <summary>
    /// Copies a saved state into the module by name, converting device, type and order; a linear weight <c>[O, C H W]</c> fits one
    /// that is kept as <c>[O, C, H, W]</c>. What does not match is left as it is and reported.
    /// </summary>
    public StateReport LoadStateDictionary(IEnumerable<(string Name, Tensor Tensor)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Dictionary<string, Tensor> given = state.ToDictionary(e => e.Name, e => e.Tensor);
        var loaded = new List<string>();
        var missing = new List<string>();
        var mismatched = new List<string>();
        foreach ((string name, Tensor target) in StateDictionary())
        {
            if (!given.Remove(name, out Tensor? source))
            {
                missing.Add(name);
            }
            else if (!Fits(source.Shape, target.Shape))
            {
                mismatched.Add($"{name}: {source.Shape} for {target.Shape}");
            }
            else
            {
                Load(source, target);
                loaded.Add(name);
            }
        }
        return new StateReport(loaded, missing, [.. given.Keys], mismatched);
    }

    /// <summary>Gives the memory of parameters and buffers back.</summary>
    public void Dispose()
    {
        foreach ((_, Module module) in NamedModules())
        {
            foreach (Parameter parameter in module._parameters) parameter.Dispose();
            foreach (ModuleBuffer buffer in module._buffers) buffer.Dispose();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>What the forward of an <see cref="IVisible"/> layer says first; costs nothing where nobody watches.</summary>
    protected void Seen(Tensor input) => ModuleWatch.Hear(this, input);

    /// <summary>Adds a parameter; the tensor now belongs to it.</summary>
    /// <exception cref="ArgumentException">The name is taken or holds a dot.</exception>
    protected Parameter AddParameter(string name, Tensor value)
    {
        CheckName(name);
        var parameter = new Parameter(name, value);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a buffer; the tensor now belongs to it.</summary>
    /// <exception cref="ArgumentException">The name is taken or holds a dot.</exception>
    protected ModuleBuffer AddBuffer(string name, Tensor value)
    {
        CheckName(name);
        var buffer = new ModuleBuffer(name, value);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Adds a module inside this one.</summary>
    /// <returns><paramref name="module"/>.</returns>
    /// <exception cref="ArgumentException">The name is taken or holds a dot.</exception>
    protected T AddModule<T>(string name, T module)
        where T : Module
    {
        CheckName(name);
        _modules.Add((name, module));
        return module;
    }

    private static string Join(string left, string right) => left.Length == 0 ? right : right.Length == 0 ? left : $"{left}.{right}";

    /// <summary>
    /// The same shape but for axes of size 1 in front or, in the source, behind (a linear map kept as a convolution of 1x1), or a weight
    /// <c>[O, features]</c> of which the module knows the features as <c>[C, H, W]</c>.
    /// </summary>
    private static bool Fits(Shape source, Shape target) =>
        source.SkipWhile(size => size == 1).SequenceEqual(target.SkipWhile(size => size == 1))
        || (source.Rank > target.Rank && source.Take(target.Rank).SequenceEqual(target) && source.Skip(target.Rank).All(size => size == 1))
        || (source.Rank == 2 && target.Rank > 2 && source[0] == target[0] && source.Elements == target.Elements);

    private static void Load(Tensor source, Tensor target)
    {
        using var scope = new TensorScope();
        Tensor typed = source.Type == target.Type && source.Shape == target.Shape
            ? source
            : Tensor.FromDoubles(source.ToDoubles(), target.Shape, target.Type, target.Device, target.Order);
        target.CopyFrom(typed.Device == target.Device ? typed : TensorCopy.ToDevice(typed, target.Device));
    }

    private Module SetTraining(bool isTraining)
    {
        foreach ((_, Module module) in NamedModules()) module.IsTraining = isTraining;
        return this;
    }

    private Module Change(Func<Tensor, Tensor> change, Func<Tensor, bool> applies)
    {
        foreach ((_, Module module) in NamedModules())
        {
            foreach (Parameter parameter in module._parameters)
                if (applies(parameter.Value)) parameter.Replace(change);
            foreach (ModuleBuffer buffer in module._buffers)
                if (applies(buffer.Value)) buffer.Replace(change);
        }
        return this;
    }

    private void CheckName(string name)
    {
        bool isTaken = _parameters.Exists(p => p.Name == name) || _buffers.Exists(b => b.Name == name) || _modules.Exists(m => m.Name == name);
        if (isTaken || name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"[module] a name must be new in its module, not empty, and without a dot. Got '{name}' in {GetType().Name}.", nameof(name));
    }
}
