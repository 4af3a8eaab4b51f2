using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using IlgpuConv.Kernels;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using IlgpuConv.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Source text compiled with the generator and the analyzers, as a project that uses the library is.</summary>
internal sealed class CompiledSource
{
    private const string Usings = "global using System; global using IlgpuConv.Kernels; global using IlgpuConv.Annotations;";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.None);

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
            .Where(f => !f.Contains(".Native", StringComparison.Ordinal)).Append(typeof(ArrayView<>).Assembly.Location)
            .Append(typeof(Device).Assembly.Location).Select(f => MetadataReference.CreateFromFile(f)),
    ]);

    private readonly Lazy<Assembly> _assembly;
    private readonly Lazy<IReadOnlyList<Diagnostic>> _diagnostics;

    private CompiledSource(CSharpCompilation input, GeneratorDriver? driver)
    {
        Input = input;
        Driver = (driver ?? NewDriver()).RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> found);
        Output = output;
        GeneratorRunResult result = Driver.GetRunResult().Results[0];
        if (result.Exception is { } fault) throw new InvalidOperationException($"the generator failed: {fault}", fault);
        Result = result;
        Kernels = [.. result.TrackedSteps.TryGetValue("Kernels", out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(s => s.Outputs).Where(o => o.Reason != IncrementalStepRunReason.Removed).Select(o => (KernelModel)o.Value)
            : []];
        _diagnostics = new(() => Find(found));
        _assembly = new(Load);
    }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    public GeneratorDriver Driver { get; }

    public GeneratorRunResult Result { get; }

    public IReadOnlyList<KernelModel> Kernels { get; }

    /// <summary>What the generator, the analyzers and the C# compiler report, warnings and errors, in order of place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics.Value;

    public Assembly Assembly => _assembly.Value;

    public static CompiledSource Of(params string[] sources) => new(Compilation("Compiled", sources), null);

    /// <summary>Members of a kernel class <c>K</c> in namespace <c>Test</c>.</summary>
    public static CompiledSource Class(string members) => Of(InClass(members));

    public static string InClass(string members) => $"namespace Test;\ninternal static class K\n{{\n{members}\n}}\n";

    /// <summary>A compilation of files, with the assemblies that they need beside the kernel language and the runtime.</summary>
    public static CompiledSource OfFiles(string name, IEnumerable<string> paths, params string[] assemblies) => new(
        CSharpCompilation.Create(
            name,
            paths.Select(p => Parse(File.ReadAllText(p), p)).Append(Parse(Usings + ImplicitUsings, "Usings.cs")),
            s_references.Value.Concat(assemblies.Select(a => MetadataReference.CreateFromFile(a))),
            Options),
        null);

    /// <summary>The same project after an edit: the driver keeps what it knows.</summary>
    public CompiledSource Edit(Func<CSharpCompilation, CSharpCompilation> edit) => new(edit(Input), Driver);

    public CompiledSource EditFile(string path, Func<string, string> edit) => Edit(c =>
    {
        SyntaxTree old = c.SyntaxTrees.Single(t => t.FilePath == path);
        return c.ReplaceSyntaxTree(old, Parse(edit(old.ToString()), path));
    });

    public static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), s_parse, path);

    /// <summary>The IR of a kernel, after the passes that all devices share.</summary>
    public KernelIr Ir(string method) => IrReader.Read(Kernels.Single(k => k.Method == method).Ir);

    public KernelIr TwinIr(string method) => IrReader.Read(Kernels.Single(k => k.Method == method).TwinIr);

    /// <summary>A generated file by the end of its name: <c>Add.Launch.g.cs</c> or <c>K.Add.g.cs</c>.</summary>
    public string Generated(string name) =>
        Result.GeneratedSources.Single(s => s.HintName.EndsWith(name, StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>The text that a diagnostic underlines.</summary>
    public string TextAt(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        SyntaxTree tree = Input.SyntaxTrees.Single(t => t.FilePath == place.Path);
        return tree.GetText().ToString(diagnostic.Location.SourceSpan);
    }

    private const string ImplicitUsings =
        "global using IlgpuConv.KernelHelpers; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static CSharpCompilationOptions Options => new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static CSharpCompilation Compilation(string name, string[] sources) => CSharpCompilation.Create(
        name, [.. sources.Select((s, i) => Parse(s, $"File{i}.cs")), Parse(Usings, "Usings.cs")], s_references.Value, Options);

    private static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new KernelGenerator().AsSourceGenerator()], parseOptions: s_parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private List<Diagnostic> Find(ImmutableArray<Diagnostic> generator)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = KernelAnalyzers.All;
        IEnumerable<Diagnostic> analyzed = analyzers.IsEmpty
            ? []
            : Input.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. generator.Concat(Output.GetDiagnostics()).Concat(analyzed).Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start)];
    }

    private Assembly Load()
    {
        Assert.DoesNotContain(Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        using var image = new MemoryStream();
        Assert.True(Output.Emit(image).Success);
        image.Position = 0;
        return new AssemblyLoadContext("compiled", isCollectible: false).LoadFromStream(image);
    }
}
