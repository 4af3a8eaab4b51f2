using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>The tensors that a program was compiled with, and the versions that they had.</summary>
internal sealed class StateWatch : IDisposable
{
    private readonly Entry[] _entries;

    /// <summary>Watches the state of a module, where there is one, and other tensors.</summary>
    public StateWatch(Module? module, IEnumerable<Tensor> constants)
    {
        var entries = new List<Entry>();
        if (module is not null)
        {
            foreach ((string name, Parameter parameter) in module.NamedParameters()) entries.Add(new(name, () => parameter.Value));
            foreach ((string name, ModuleBuffer buffer) in module.NamedBuffers()) entries.Add(new(name, () => buffer.Value));
        }
        HashSet<Storage> seen = [.. entries.Select(entry => entry.Storage)];
        foreach (Tensor constant in constants)
            if (seen.Add(constant.Storage)) entries.Add(new("a tensor", constant));
        _entries = [.. entries];
    }

    /// <summary>Throws where one of them has changed or taken another's place.</summary>
    public void Check()
    {
        foreach (Entry entry in _entries)
        {
            if (entry.IsCurrent) continue;
            throw new InvalidOperationException(
                $"[inference] a network is compiled for the parameters that it has then; call Refresh after a change. Got {entry}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Entry entry in _entries) entry.Dispose();
    }

    /// <summary>One tensor; the memory stays as long as the watch.</summary>
    private sealed class Entry : IDisposable
    {
        private readonly string _name;
        private readonly Func<Tensor>? _current;
        private readonly Tensor _tensor;
        private readonly int _version;

        public Entry(string name, Func<Tensor> current)
            : this(name, current()) => _current = current;

        public Entry(string name, Tensor tensor)
        {
            _name = name;
            _tensor = TensorScope.Release(tensor.Alias());
            _version = tensor.Version;
        }

        public Storage Storage => _tensor.Storage;

        public bool IsCurrent
        {
            get
            {
                if (_tensor.Version != _version) return false;
                return _current is null || _current() is { IsDisposed: true } || _current().Storage == _tensor.Storage;
            }
        }

        public void Dispose() => _tensor.Dispose();

        public override string ToString() => _tensor.Version != _version
            ? $"{_name} {_tensor} at version {_tensor.Version}, compiled at version {_version}"
            : $"{_name} {_current!()}, which is another tensor than when it was compiled, {_tensor}";
    }
}
