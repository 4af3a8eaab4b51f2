using IlgpuConv.Runtime;
using IlgpuConv.Runtime.Tests;

namespace IlgpuConv.Tests.Verification;

/// <summary>Every case as work items, the form of a GPU, whatever the device is.</summary>
public class OpenClItemsCaseTests
{
    public static TheoryData<string> Names => CaseTests.Names;

    [OpenClTheory]
    [MemberData(nameof(Names))]
    public void Work_items_agree_with_the_reference(string name) => OpenClCaseTests.Verify(name, "opencl:0/items", ElementType.Float32);
}
