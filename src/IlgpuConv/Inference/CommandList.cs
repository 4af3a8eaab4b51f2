using IlgpuConv.Runtime;

namespace IlgpuConv.Inference;

/// <summary>Recorded commands and what their buffers depend on.</summary>
/// <param name="commands">The commands in order.</param>
/// <param name="buffers">The number of recorded buffers.</param>
/// <param name="resolve">The buffer that a handle stands for, or -1 for memory that is there.</param>
internal sealed class CommandList(IReadOnlyList<DeviceCommand> commands, int buffers, Func<nint, int> resolve)
{
    /// <summary>The commands in order.</summary>
    public IReadOnlyList<DeviceCommand> Commands => commands;

    /// <summary>The recorded buffers that a command uses, and whether it may write them.</summary>
    public IEnumerable<(int Buffer, bool IsWritten)> Uses(DeviceCommand command) =>
        command.Uses.Select(use => (Buffer: resolve(use.Handle), use.IsWritten)).Where(use => use.Buffer >= 0);

    /// <summary>Which buffers depend on buffer <paramref name="input"/>: all the others can be computed once.</summary>
    public bool[] DependingOn(int input)
    {
        var depends = new bool[buffers];
        depends[input] = true;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (DeviceCommand command in commands)
            {
                if (!Uses(command).Any(use => depends[use.Buffer])) continue;
                foreach ((int buffer, bool isWritten) in Uses(command))
                {
                    if (!isWritten || depends[buffer]) continue;
                    depends[buffer] = changed = true;
                }
            }
        }
        return depends;
    }

    /// <summary>The commands that <paramref name="output"/> needs, in order.</summary>
    public CommandList Needed(int output)
    {
        var needed = new bool[buffers];
        if (output >= 0) needed[output] = true;
        var kept = new List<DeviceCommand>();
        for (int i = commands.Count - 1; i >= 0; i--)
        {
            if (!Uses(commands[i]).Any(use => use.IsWritten && needed[use.Buffer])) continue;
            kept.Add(commands[i]);
            foreach ((int buffer, _) in Uses(commands[i])) needed[buffer] = true;
        }
        kept.Reverse();
        return new CommandList(kept, buffers, resolve);
    }
}
