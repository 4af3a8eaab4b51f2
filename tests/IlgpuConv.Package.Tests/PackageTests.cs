namespace IlgpuConv.Package.Tests;

public class PackageTests(PackedConsumer consumer) : IClassFixture<PackedConsumer>
{
    [Theory]
    [InlineData("lib/net10.0/IlgpuConv.dll")]
    [InlineData("lib/net10.0/IlgpuConv.xml")]
    [InlineData("lib/net10.0/IlgpuConv.Runtime.dll")]
    [InlineData("lib/net10.0/IlgpuConv.Runtime.xml")]
    [InlineData("lib/net10.0/IlgpuConv.Kernels.dll")]
    [InlineData("lib/net10.0/IlgpuConv.Kernels.xml")]
    [InlineData("analyzers/dotnet/cs/IlgpuConv.KernelCompiler.dll")]
    [InlineData("build/IlgpuConv.props")]
    [InlineData("build/IlgpuConv.targets")]
    [InlineData("build/KernelHelpers/GroupReduce.cs")]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    public void The_package_holds(string file)
    {
        Assert.True(consumer.Files.Length > 0, consumer.Pack);
        Assert.Contains(file, consumer.Files);
    }

    [Fact]
    public void The_package_has_one_library_folder_and_no_stray_assembly()
    {
        string[] assemblies = [.. consumer.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.Equal(4, assemblies.Length);
    }

    [Fact]
    public void A_project_outside_builds_without_warnings()
    {
        Assert.True(consumer.Build.Contains("0 Warning(s)"), consumer.Build);
    }

    [Theory]
    [InlineData("images: 1797")]
    [InlineData("sum: 294")]
    [InlineData("convolved: 588")]
    [InlineData("halved on cpu: 147, 147")]
    [InlineData("halved on reference: 147, 147")]
    public void The_consumer_computes(string line) => 
        Assert.True(consumer.Run.Split('\n').Contains(line), consumer.Build + consumer.Run);
}
