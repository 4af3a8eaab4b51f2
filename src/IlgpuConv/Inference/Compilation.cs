using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>
/// Makes a program of a forward: it runs once as it is, so that all that is kept for later calls is there, and once recorded. Then operations are put
/// into others, what does not depend on the input is computed, and the rest gets its places in one piece of memory.
/// </summary>
internal sealed class Compilation
{
    private readonly Device _device;
    private readonly Tensor _input;
    private readonly LaunchTape _tape;
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<int, BufferPlace> _places = [];
    private Func<int, int> _resolve = buffer => buffer;

    private Compilation(Tensor input) => (_device, _input, _tape) = (input.Device, input, new LaunchTape(input.Device));

    /// <summary>Compiles <paramref name="forward"/> for inputs that lie in <paramref name="input"/>.</summary>
    /// <param name="forward">The network.</param>
    /// <param name="input">Where the input of every call lies.</param>
    /// <param name="fuses">Whether operations may be put into others.</param>
    /// <param name="constants">Takes the tensors with memory that operations read; the caller disposes them.</param>
    public static CompiledProgram Of(Func<Tensor, Tensor> forward, Tensor input, bool fuses, ICollection<Tensor> constants)
    {
        using IDisposable own = TensorScope.Suspend();
        using var noGrad = new NoGrad();
        var compilation = new Compilation(input);
        try
        {
            return compilation.Compile(forward, fuses, constants);
        }
        catch
        {
            foreach (IDisposable each in compilation._owned.Concat(compilation._tape.Kept)) each.Dispose();
            throw;
        }
    }

    private CompiledProgram Compile(Func<Tensor, Tensor> forward, bool fuses, ICollection<Tensor> constants)
    {
        using (new TensorScope()) _ = forward(_input);
        using var scope = new TensorScope();
        using var log = new OperationLog(_tape);
        Tensor output;
        using (_tape.Record()) output = forward(Tensor.Empty(_input.Layout, _input.Type, _device));
        log.End();
        if (output.Device != _device)
            throw new NotSupportedException($"[inference] a compiled network runs on one device. Got an input on {_device.Id} and an output on {output.Device.Id}.");

        foreach (Tensor constant in log.Operations.SelectMany(operation => operation.Inputs).Concat(_tape.Kept.OfType<Tensor>()))
            if (constant.Storage.Buffer is not RecordedBuffer) constants.Add(TensorScope.Release(constant.Alias()));
        int outputBuffer = LaunchTape.IndexOf(LaunchTape.NameOf(output.Storage.Buffer)), fused = 0;
        IReadOnlyList<DeviceCommand> commands = _tape.Commands;
        bool[] depends = List(commands).DependingOn(0);
        if (fuses)
        {
            var fuser = new Fuser(_tape, log.Operations, depends, outputBuffer);
            commands = fuser.Run();
            (_resolve, fused) = (fuser.Resolve, fuser.Count);
            if (outputBuffer >= 0) outputBuffer = fuser.Resolve(outputBuffer);
        }
        CommandList list = List(commands).Needed(outputBuffer);
        depends = list.DependingOn(0);
        _places[0] = new(_input.Storage.Buffer, 0);
        List<DeviceCommand> often = Once(list, depends, outputBuffer);
        MemoryPlan plan = Plan(often, outputBuffer, out long unplanned);
        Tensor result = Result(output, outputBuffer);
        _owned.AddRange(_tape.Kept);
        return new CompiledProgram(_device, often.Select(command => command.On(Place)), _owned, _tape.Others, result)
        {
            WorkspaceBytes = plan.Bytes, UnplannedBytes = unplanned, Fused = fused,
        };
    }

    private CommandList List(IReadOnlyList<DeviceCommand> commands) => new(commands, _tape.Buffers.Count, Index);

    private int Index(nint handle)
    {
        int buffer = LaunchTape.IndexOf(handle);
        return buffer < 0 ? -1 : _resolve(buffer);
    }

    private BufferPlace? Place(nint handle) => Index(handle) is >= 0 and int buffer ? _places[buffer] : null;

    private DeviceBuffer Allocate(long bytes)
    {
        DeviceBuffer buffer = _device.Allocate(bytes);
        _owned.Add(buffer);
        return buffer;
    }

    /// <summary>Runs what does not depend on the input, in memory that stays where something else reads it.</summary>
    /// <returns>The other commands.</returns>
    private List<DeviceCommand> Once(CommandList list, bool[] depends, int output)
    {
        var often = list.Commands.Where(command => list.Uses(command).Any(use => depends[use.Buffer])).Select(FromMemory).ToList();
        HashSet<int> stays = [.. often.SelectMany(command => list.Uses(command)).Select(use => use.Buffer), output];
        var passing = new List<(int Buffer, DeviceBuffer Memory)>();
        foreach (DeviceCommand command in list.Commands.Where(command => !list.Uses(command).Any(use => depends[use.Buffer])))
        {
            foreach ((int buffer, _) in list.Uses(command))
            {
                if (_places.ContainsKey(buffer)) continue;
                DeviceBuffer memory = _device.Allocate(_tape.Buffers[buffer].ByteLength);
                _places[buffer] = new(memory, 0);
                if (stays.Contains(buffer)) _owned.Add(memory);
                else passing.Add((buffer, memory));
            }
            command.On(Place).Run(_device);
        }
        if (passing.Count > 0) _device.Synchronize();
        foreach ((_, DeviceBuffer memory) in passing) memory.Dispose();
        return often;
    }

    /// <summary>Numbers that the program writes in every call come from the device's memory: a copy waits for nothing.</summary>
    private DeviceCommand FromMemory(DeviceCommand command) =>
        command is WriteCommand write ? write.AsCopy(bytes => Allocate(bytes.Length), _device) : command;

    private MemoryPlan Plan(List<DeviceCommand> often, int output, out long unplanned)
    {
        var lives = new Dictionary<int, (int First, int Last)>();
        for (int i = 0; i < often.Count; i++)
        {
            foreach (BufferUse use in often[i].Uses)
            {
                int buffer = Index(use.Handle);
                if (buffer < 0 || buffer == output || _places.ContainsKey(buffer)) continue;
                lives[buffer] = lives.TryGetValue(buffer, out (int First, int Last) life) ? (life.First, i) : (i, i);
            }
        }
        int[] buffers = [.. lives.Keys.Order()];
        MemoryPlan plan = MemoryPlan.Of([.. buffers.Select(b => (lives[b].First, lives[b].Last, _tape.Buffers[b].ByteLength))]);
        unplanned = buffers.Sum(b => _tape.Buffers[b].ByteLength);
        if (buffers.Length == 0) return plan;
        DeviceBuffer workspace = Allocate(plan.Bytes);
        for (int i = 0; i < buffers.Length; i++) _places[buffers[i]] = new(workspace, plan.Offsets[i]);
        return plan;
    }

    /// <summary>The output's tensor, in memory of its own, or in the input's where it is a view of that.</summary>
    private Tensor Result(Tensor output, int buffer)
    {
        Tensor result;
        if (buffer < 0)
        {
            result = output.Alias();
        }
        else if (buffer == 0)
        {
            result = _input.ViewAs(output.Layout, output.Offset);
        }
        else
        {
            if (!_places.TryGetValue(buffer, out BufferPlace place))
                _places[buffer] = place = new(_device.Allocate(_tape.Buffers[buffer].ByteLength), 0);
            else _owned.RemoveAll(owned => ReferenceEquals(owned, place.Buffer));
            result = new Tensor(new Storage(place.Buffer), output.Type, output.Layout, output.Offset);
        }
        _owned.Add(TensorScope.Release(result));
        return result;
    }
}
