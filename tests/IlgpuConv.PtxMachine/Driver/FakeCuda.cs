using IlgpuConv.Runtime;

namespace IlgpuConv.PtxMachine;

/// <summary>Opens CUDA devices on a driver that interprets PTX.</summary>
public static class FakeCuda
{
    /// <summary>A device of a machine of its own.</summary>
    public static CudaDevice Open(int? lanes = null, FakeMachine? machine = null, int index = 0) =>
        Provider(machine ?? new FakeMachine()).Open($"cuda:{index}", new CudaOptions { Lanes = lanes });

    /// <summary>The devices of a machine.</summary>
    internal static CudaProvider Provider(FakeMachine machine) => new(() =>
    {
        FakeDriver.Current = machine;
        return (CudaLibrary.Of("fake", FakeDriver.Entry, out string? absentBecause), absentBecause);
    });
}
