using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>
/// Puts operations into the ones that make their inputs, as far as those can take them: the commands of all of them go, and those of the one
/// come in the place of the last. Knows no operation by name.
/// </summary>
internal sealed class Fuser
{
    private readonly LaunchTape _tape;
    private readonly IReadOnlyList<TracedOperation> _operations;
    private readonly DeviceCommand[] _commands;
    private readonly int[] _owners;
    private readonly bool[] _depends;
    private readonly bool[] _isTaken;
    private readonly int _output;
    private readonly Dictionary<int, DeviceCommand[]> _insertions = [];
    private readonly Dictionary<int, int> _replacements = [];

    /// <summary>Prepares to fuse what a tape holds.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="operations">The operations that its commands come from.</param>
    /// <param name="depends">Which buffers depend on the network's input.</param>
    /// <param name="output">The buffer of the network's output, or -1.</param>
    public Fuser(LaunchTape tape, IReadOnlyList<TracedOperation> operations, bool[] depends, int output)
    {
        (_tape, _operations, _depends, _output) = (tape, operations, depends, output);
        _commands = [.. tape.Commands];
        _isTaken = new bool[operations.Count];
        _owners = new int[_commands.Length];
        Array.Fill(_owners, -1);
        for (int i = 0; i < operations.Count; i++)
            for (int c = operations[i].First; c < operations[i].End; c++) _owners[c] = i;
    }

    /// <summary>How often an operation was put into another.</summary>
    public int Count { get; private set; }

    /// <summary>Fuses what can be.</summary>
    /// <returns>The commands in order; those before them are part of it.</returns>
    public List<DeviceCommand> Run()
    {
        for (int i = 0; i < _operations.Count; i++)
            if (!_isTaken[i] && _operations[i].Operation is IFusible fusible) TryFuse(i, fusible);

        var result = new List<DeviceCommand>();
        for (int c = 0; c <= _commands.Length; c++)
        {
            if (_insertions.TryGetValue(c, out DeviceCommand[]? inserted)) result.AddRange(inserted);
            if (c < _commands.Length && (_owners[c] < 0 || !_isTaken[_owners[c]])) result.Add(_commands[c]);
        }
        return result;
    }

    /// <summary>The buffer that holds what was to be in <paramref name="buffer"/>.</summary>
    public int Resolve(int buffer) => _replacements.GetValueOrDefault(buffer, buffer);

    private void TryFuse(int first, IFusible fusible)
    {
        int start = _tape.Commands.Count, last = first;
        using IDisposable recording = _tape.Record();
        using var scope = new TensorScope();
        if (fusible.Fuse(_operations[first].Inputs, IsConstant) is not { } fused) return;
        var taken = new List<int> { first };
        while (Follower(_operations[last].Output, taken) is { } next
            && Take(fused, _operations[next], _operations[last].Output) is { } more
            && IsUnchanged(more.Inputs, first, next, taken))
        {
            fused = more;
            last = next;
            taken.Add(next);
        }
        if (taken.Count == 1) return;
        Tensor made = fused.Run(), wanted = _operations[last].Output;
        if (!made.Layout.Equals(wanted.Layout) || made.Offset != 0 || wanted.Offset != 0) return;
        _replacements[BufferOf(wanted)] = BufferOf(made);
        foreach (int operation in taken) _isTaken[operation] = true;
        Count += taken.Count - 1;
        _insertions[_operations[last].End] = [.. _tape.Commands.Skip(start)];
    }

    /// <summary>The only operation that uses a tensor, where it is after those taken.</summary>
    private int? Follower(Tensor made, List<int> taken)
    {
        int buffer = BufferOf(made), found = -1;
        if (buffer < 0 || buffer == _output) return null;
        for (int c = 0; c < _commands.Length; c++)
        {
            if (taken.Contains(_owners[c]) || !_commands[c].Uses.Any(use => LaunchTape.IndexOf(use.Handle) == buffer)) continue;
            if (_owners[c] < 0 || (found >= 0 && found != _owners[c])) return null;
            found = _owners[c];
        }
        return found > taken[^1] && !_isTaken[found] ? found : null;
    }

    private static FusedForward? Take(FusedForward fused, TracedOperation next, Tensor made)
    {
        if (next.Operation is not IFinishing finishing || !next.Output.Layout.Equals(made.Layout)) return null;
        int[] places = [.. Enumerable.Range(0, next.Inputs.Count).Where(i => next.Inputs[i].Storage == made.Storage)];
        if (places is not [int place] || next.Inputs[place].Offset != made.Offset || !next.Inputs[place].Layout.Equals(made.Layout)) return null;
        return finishing.EpilogueOf(place, next.Inputs) is { } epilogue ? fused.With(epilogue) : null;
    }

    /// <summary>Whether what is read is still the same where the last operation stood.</summary>
    private bool IsUnchanged(IEnumerable<Tensor> inputs, int first, int last, List<int> taken)
    {
        HashSet<int> read = [.. inputs.Select(BufferOf)];
        for (int c = _operations[first].First; c < _operations[last].End; c++)
        {
            if (_owners[c] >= 0 && (_owners[c] == last || taken.Contains(_owners[c]))) continue;
            // A buffer that is first made on the way, such as the other summand, is there in time.
            if (_commands[c].Uses.Any(use => use.IsWritten && read.Contains(LaunchTape.IndexOf(use.Handle)) && IsUsedBefore(use.Handle, _operations[first].First)))
                return false;
        }
        return true;
    }

    private bool IsUsedBefore(nint handle, int command)
    {
        for (int c = 0; c < command; c++)
            if (_commands[c].Uses.Any(use => use.Handle == handle)) return true;
        return false;
    }

    private bool IsConstant(Tensor tensor)
    {
        int buffer = BufferOf(tensor);
        return buffer < 0 || (buffer < _depends.Length && !_depends[buffer]);
    }

    private static int BufferOf(Tensor tensor) => LaunchTape.IndexOf(LaunchTape.NameOf(tensor.Storage.Buffer));
}
