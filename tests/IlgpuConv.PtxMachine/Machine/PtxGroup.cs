using System.Numerics;
using System.Runtime.InteropServices;

namespace IlgpuConv.PtxMachine;

/// <summary>
/// One group of up to 64 lanes. The lanes at the lowest instruction run first, so that those that parted meet again; a barrier waits for all
/// that have not ended. A register that a lane reads before it wrote it is a fault, and so is a uniform branch on which lanes part.
/// </summary>
internal sealed unsafe class PtxGroup : IDisposable
{
    private const long MostSteps = 1L << 34;

    private readonly PtxKernel _kernel;
    private readonly byte* _registers;
    private readonly ulong[] _defined;
    private readonly List<(int At, ulong Lanes)> _waiting = [];
    private ulong _ended;
    private ulong _atBarrier;
    private int _barrier;
    private int _at;
    private ulong _active;

    public PtxGroup(PtxKernel kernel, PtxLaunch launch)
    {
        (_kernel, Launch, Lanes) = (kernel, launch, launch.Lanes);
        Full = Lanes == 64 ? ulong.MaxValue : (1ul << Lanes) - 1;
        _registers = (byte*)NativeMemory.AlignedAlloc((nuint)(kernel.RegisterCount * Lanes * 8) + 64, 64);
        _defined = new ulong[kernel.RegisterCount];
        Predicates = new ulong[kernel.RegisterCount];
        Shared = new PtxSharedMemory(kernel);
        Local = new PtxLocalMemory(kernel, Lanes);
        Views = new PtxViewMemory(kernel, launch);
        foreach ((int register, ulong value) in kernel.Constants)
            for (int lane = 0; lane < Lanes; lane++) ((ulong*)At(register))[lane] = value;
        foreach ((int register, uint value) in kernel.NarrowConstants)
            for (int lane = 0; lane < Lanes; lane++) ((uint*)At(register))[lane] = value;
    }

    public PtxLaunch Launch { get; }

    public int Lanes { get; }

    public ulong Full { get; }

    /// <summary>The values of the predicates, a bit a lane.</summary>
    public ulong[] Predicates { get; }

    public PtxSharedMemory Shared { get; }

    public PtxLocalMemory Local { get; }

    public PtxViewMemory Views { get; }

    public uint X { get; private set; }

    public uint Y { get; private set; }

    public uint Z { get; private set; }

    /// <summary>The values of a register, one a lane.</summary>
    public void* At(int register) => _registers + ((nint)register * Lanes * 8);

    public void Run(uint x, uint y, uint z)
    {
        (X, Y, Z) = (x, y, z);
        Array.Clear(_defined);
        foreach ((int register, _) in _kernel.Constants) _defined[register] = ulong.MaxValue;
        foreach ((int register, _) in _kernel.NarrowConstants) _defined[register] = ulong.MaxValue;
        (_ended, _atBarrier, _at, _active) = (0, 0, 0, Full);
        Shared.Start();
        Local.Start();
        Views.Start(z);
        try
        {
            Run();
        }
        catch (PtxException fault)
        {
            string text = _at < _kernel.Ops.Length ? $"{_kernel.Ops[_at].Line}" : "the end";
            throw new PtxException($"{_kernel.Entry}, group ({x}, {y}, {z}), '{text}': {fault.Message}");
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_registers);

    /// <summary>Sends some of the lanes that run to another place.</summary>
    public void Jump(int target, ulong taken, bool isUniform)
    {
        ulong rest = _active & ~taken;
        if (isUniform && taken != 0 && rest != 0) throw new PtxException("lanes part on a branch that is said to be uniform.");
        if (rest != 0) Wait(_at + 1, rest);
        if (taken != 0) Wait(target, taken);
        _active = 0;
    }

    /// <summary>Ends the lanes that run.</summary>
    public void End()
    {
        _ended |= _active;
        if (_atBarrier != 0) throw new PtxException("lanes end while others wait at a barrier.");
        _active = 0;
    }

    /// <summary>Has the lanes that run wait for the others.</summary>
    public void Barrier()
    {
        if (_ended != 0) throw new PtxException("a barrier after lanes ended.");
        if (_atBarrier != 0 && _barrier != _at) throw new PtxException("lanes wait at different barriers.");
        (_atBarrier, _barrier) = (_atBarrier | _active, _at);
        _active = 0;
        if (_atBarrier != Full) return;
        (_atBarrier, _active) = (0, Full);
        Shared.Epoch++;
    }

    private void Run()
    {
        PtxOp[] ops = _kernel.Ops;
        for (long step = 0; ; step++)
        {
            if (step == MostSteps) throw new PtxException("the kernel does not end.");
            PtxOp op = ops[_at];
            foreach (int register in op.Reads)
                if ((_defined[register] & _active) != _active) throw new PtxException($"a register that was never written ({register}).");
            op.Run(this, _active);
            if (op.Write >= 0) _defined[op.Write] |= _active;
            foreach (int register in op.MoreWrites) _defined[register] |= _active;
            _at++;
            if (_active != 0 && _waiting.Count == 0) continue;
            if (_active != 0) Wait(_at, _active);
            if (!Next()) return;
        }
    }

    /// <summary>Takes the lanes at the lowest instruction; false when all have ended.</summary>
    private bool Next()
    {
        _active = 0;
        if (_waiting.Count == 0)
        {
            if (_atBarrier != 0) throw new PtxException($"a barrier that {BitOperations.PopCount(Full & ~_atBarrier)} lanes do not come to.");
            return false;
        }
        int first = 0;
        for (int i = 1; i < _waiting.Count; i++)
            if (_waiting[i].At < _waiting[first].At) first = i;
        (_at, _active) = _waiting[first];
        _waiting.RemoveAt(first);
        return true;
    }

    private void Wait(int at, ulong lanes)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].At != at) continue;
            _waiting[i] = (at, _waiting[i].Lanes | lanes);
            return;
        }
        _waiting.Add((at, lanes));
    }
}
