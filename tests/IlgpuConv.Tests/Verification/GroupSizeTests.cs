using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Verification;

/// <summary>A kernel is right for every group size: the reference in groups of 3 and 32 lanes, the cpu with narrower vectors.</summary>
public class GroupSizeTests
{
    private static readonly Device s_groupsOf3 = new ReferenceDevice(3);
    private static readonly Device s_groupsOf32 = new ReferenceDevice(32);
    private static readonly Device s_vectors256 = new CpuDevice(2, 256);
    private static readonly Device s_vectors128 = new CpuDevice(1, 128);

    public static TheoryData<string> Names => CaseTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Groups_of_3_lanes(string name) => Verify(name, s_groupsOf3);

    [Theory]
    [MemberData(nameof(Names))]
    public void Groups_of_32_lanes(string name) => Verify(name, s_groupsOf32);

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_of_256_bits(string name) => Verify(name, s_vectors256);

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_of_128_bits(string name) => Verify(name, s_vectors128);

    private static void Verify(string name, Device device)
    {
        CaseResult result = DeviceCheck.Run(CaseSource.Named(name), device);
        Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
    }
}
