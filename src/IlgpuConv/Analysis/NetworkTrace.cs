using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>Runs a network and names the layer of each operation that it applies.</summary>
internal sealed class NetworkTrace
{
    private readonly Dictionary<Module, string> _names = [];
    private readonly Dictionary<TensorKey, (Module Owner, Parameter Parameter)> _parameters = [];
    private readonly Dictionary<TensorKey, List<(Module Owner, Parameter Parameter)>> _made = [];
    private readonly HashSet<Parameter> _seen = [];

    private NetworkTrace(Module model)
    {
        foreach ((string name, Module module) in model.NamedModules()) _names.TryAdd(module, name);
        foreach (Module module in _names.Keys)
            foreach (Parameter parameter in module.OwnParameters) _parameters.TryAdd(TensorKey.Of(parameter.Value), (module, parameter));
    }

    /// <summary>The operations of one forward, in order.</summary>
    /// <param name="model">The network, which runs in the mode that it is in.</param>
    /// <param name="input">Its input.</param>
    /// <param name="heard">Hears of each operation while its tensors are alive.</param>
    public static IReadOnlyList<TracedOperation> Run(Module model, Tensor input, Action<AppliedOperation>? heard = null)
    {
        var trace = new NetworkTrace(model);
        var applied = new List<AppliedOperation>();
        var found = new List<Use>();
        using (new OperationTrace(operation =>
        {
            applied.Add(operation);
            found.Add(trace.Find(operation));
            heard?.Invoke(operation);
        }))
        {
            model.Forward(input);
        }
        return trace.Name(applied, found);
    }

    private List<TracedOperation> Name(List<AppliedOperation> applied, List<Use> found)
    {
        var named = new List<TracedOperation>();
        for (int i = 0; i < applied.Count; i++)
        {
            (Module? owner, var used, bool isConstant) = found[i];
            string name = owner is not null
                ? _names[owner]
                : Shared(Nearest(found.Take(i).Reverse()), Nearest(found.Skip(i + 1)));
            Module module = owner ?? _names.First(entry => entry.Value == name).Key;
            Parameter[] first = isConstant ? [] : [.. used.Select(u => u.Parameter).Where(_seen.Add)];
            named.Add(new TracedOperation(name, module.GetType().Name, applied[i].Operation, applied[i].Inputs, applied[i].Output, first, isConstant));
        }
        return named;
    }

    private Use Find(AppliedOperation applied)
    {
        var used = new List<(Module Owner, Parameter Parameter)>();
        bool isConstant = true;
        foreach (Tensor tensor in applied.Inputs)
        {
            if (_parameters.TryGetValue(TensorKey.Of(tensor), out var direct)) used.Add(direct);
            else if (_made.TryGetValue(TensorKey.Of(tensor), out var through)) used.AddRange(through);
            else isConstant = false;
        }
        isConstant &= used.Count > 0;
        if (isConstant) _made[TensorKey.Of(applied.Output)] = used;
        Module? owner = used.Count > 0 ? used[0].Owner : applied.Layer is Module layer && _names.ContainsKey(layer) ? layer : null;
        return new Use(owner, used, isConstant);
    }

    private string? Nearest(IEnumerable<Use> found) =>
        found.Select(each => each.Owner).FirstOrDefault(owner => owner is not null) is { } owner ? _names[owner] : null;

    /// <summary>The innermost module around two.</summary>
    private string Shared(string? left, string? right)
    {
        if (left is null || right is null) return "";
        string[] a = left.Split('.'), b = right.Split('.');
        int depth = 0;
        while (depth < Math.Min(a.Length, b.Length) && a[depth] == b[depth]) depth++;
        string name = string.Join('.', a[..depth]);
        return _names.ContainsValue(name) ? name : "";
    }

    /// <summary>The layer that an operation belongs to if it is sure, the parameters that it uses, and whether it uses nothing else.</summary>
    private sealed record Use(Module? Owner, List<(Module Owner, Parameter Parameter)> Parameters, bool IsConstant);
}
