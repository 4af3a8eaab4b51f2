using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>PTX and OpenCL C of every kernel of the library, written by ILGPU's back ends without a device.</summary>
public sealed partial class TextTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.EnableAlgorithms());

    public static TheoryData<string> Names => [.. IlgpuKernels.All.Select(form => form.Name)];

    public void Dispose() => _context.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Ptx_is_written_and_complete(string name)
    {
        IlgpuForm form = Form(name);
        foreach (MethodInfo method in Methods(form))
        {
            string ptx = Ptx(method);
            Assert.Contains(".entry", ptx);
            string[] defined = [.. Defined().Matches(ptx).Select(m => m.Groups[1].Value)];
            Assert.All(Called().Matches(ptx).Select(m => m.Groups[1].Value), called => Assert.Contains(called, defined));
            Assert.DoesNotContain(".extern .func", ptx);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OpenCl_is_written(string name)
    {
        foreach (MethodInfo method in Methods(Form(name)))
        {
            using var backend = new CLBackend(
                _context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Nvidia, new CLCVersion(2, 0));
            var compiled = (CLCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
            Assert.Contains("kernel void", compiled.Source);
            Assert.DoesNotContain("FusedMultiplyAdd", compiled.Source);
        }
    }

    /// <summary>What a lane keeps is in registers: ILGPU has left no array in slow memory. Double functions of its own have tables there.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_of_a_lane_lies_in_slow_memory(string name)
    {
        IlgpuForm form = Form(name);
        string entry = Ptx(form.Method(IlgpuText.Automatic));
        Assert.DoesNotMatch(name.EndsWith("/f64", StringComparison.Ordinal) ? @"(?s)\.entry.*\.local \.align" : @"\.local \.align", entry);
    }

    private static IlgpuForm Form(string name) => IlgpuKernels.All.Single(form => form.Name == name);

    private static IEnumerable<MethodInfo> Methods(IlgpuForm form) => form.Source is { } source ? [source, form.Scalar] : [form.Scalar];

    private string Ptx(MethodInfo method)
    {
        using var backend = new PTXBackend(_context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty)).PTXAssembly;
    }

    [GeneratedRegex(@"\.func\s+(?:\([^)]*\)\s*)?([\w$]+)")]
    private static partial Regex Defined();

    [GeneratedRegex(@"call(?:\.uni)?\s+(?:\([^)]*\),\s*)?([\w$]+)")]
    private static partial Regex Called();
}
