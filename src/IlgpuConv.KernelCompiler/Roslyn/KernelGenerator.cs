using System.Collections.Immutable;
using System.Text;
using IlgpuConv.KernelCompiler.Emit;
using IlgpuConv.KernelCompiler.Emit.Ilgpu;
using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Frontend;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>
/// Compiles every method marked <c>[Kernel]</c>: its launch as source, its bodies as implementation. A kernel whose views are ILGPU's gets
/// the forms of the bridge instead.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<KernelModel> kernels = context.SyntaxProvider
            .ForAttributeWithMetadataName("IlgpuConv.Annotations.KernelAttribute", (_, _) => true, Model)
            .WithTrackingName("Kernels");
        context.RegisterSourceOutput(kernels, Launch);
        context.RegisterImplementationSourceOutput(kernels, Implementation);
        IncrementalValueProvider<string> assembly = context.CompilationProvider.Select((c, _) => c.AssemblyName ?? "");
        context.RegisterSourceOutput(kernels.Where(IsForIlgpu).Collect().SelectMany(Tables).Combine(assembly), Table);
    }

    private static KernelModel Model(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        INamedTypeSymbol owner = method.ContainingType;
        string space = owner.ContainingNamespace.IsGlobalNamespace ? "" : owner.ContainingNamespace.ToDisplayString();
        var diagnostics = new List<DiagnosticInfo>();
        KernelIr? kernel = null;
        bool hasPrivateArrays = false;
        if (KernelShape.IsValid(method))
        {
            kernel = Guarded(method, diagnostics, () => Lower(method, context, cancellation, diagnostics, lowered =>
                hasPrivateArrays = Walk.All(lowered.Body).OfType<ArrayDecl>().Any(a => !a.Shared)));
        }
        KernelIr? twin = kernel is null ? null : Guarded(method, diagnostics, () => Twin(kernel, method, context, cancellation, diagnostics));
        string accessibility = owner.DeclaredAccessibility == Accessibility.Public && method.DeclaredAccessibility == Accessibility.Public
            ? "public" : "internal";
        return new KernelModel(space, owner.Name, accessibility, method.Name, kernel is null ? "" : IrPrinter.Print(kernel),
            twin is null ? "" : IrPrinter.Print(twin), new([.. diagnostics]))
        {
            IsForIlgpu = method.Parameters.Any(p => KernelTypes.ViewElement(p.Type) is not null && p.Type.ContainingNamespace.ToDisplayString() == "ILGPU"),
            HasPrivateArrays = hasPrivateArrays,
        };
    }

    /// <summary>Carries out a step; a fault in it is reported at the kernel.</summary>
    internal static T? Guarded<T>(IMethodSymbol method, List<DiagnosticInfo> diagnostics, Func<T?> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (InvalidOperationException fault)
        {
            diagnostics.Add(DiagnosticInfo.Create(Rules.Fault, method.Locations[0], fault.Message));
            return null;
        }
    }

    private static KernelIr? Lower(
        IMethodSymbol method, GeneratorAttributeSyntaxContext context, CancellationToken cancellation, List<DiagnosticInfo> diagnostics,
        Action<KernelIr>? lowered = null)
    {
        (KernelIr? kernel, List<DiagnosticInfo> found, List<Location> barriers) = Lowering.Run(method, context.SemanticModel.Compilation, cancellation);
        diagnostics.AddRange(found);
        if (kernel is null) return null;
        lowered?.Invoke(kernel);
        IrVerifier.Verify(kernel, "lowering");
        foreach (BarrierStmt b in Uniformity.DivergentBarriers(Fold.Run(kernel).Body))
            diagnostics.Add(DiagnosticInfo.Create(Rules.DivergentBarrier, barriers[b.Place]));
        kernel = Pipeline.Run(kernel);
        if (Walk.All(kernel.Body).OfType<For>().Any(f => f.Unroll == -1))
            diagnostics.Add(DiagnosticInfo.Create(Rules.NotConstant, method.Locations[0], $"A loop limit under Unroll.Count in '{method.Name}'"));
        return kernel;
    }

    /// <summary>The double twin: made from the same text, or the kernel that the attribute names.</summary>
    private static KernelIr? Twin(
        KernelIr kernel, IMethodSymbol method, GeneratorAttributeSyntaxContext context, CancellationToken cancellation, List<DiagnosticInfo> diagnostics)
    {
        string? named = context.Attributes[0].NamedArguments.FirstOrDefault(a => a.Key == "Twin").Value.Value as string;
        if (named is null)
        {
            if (!DoubleTwin.Applies(kernel)) return null;
            if (!Walk.AllExpressions(kernel.Body).Any(e => e is BitCast)) return PartialUnroll.Decline(DoubleTwin.Run(kernel));
            diagnostics.Add(DiagnosticInfo.Create(Rules.Twin, method.Locations[0], method.Name, "casts the bits of numbers, so it must name its double twin: [Kernel(Twin = nameof(...))]"));
            return null;
        }
        IMethodSymbol? twin = method.ContainingType.GetMembers(named).OfType<IMethodSymbol>().FirstOrDefault();
        if (twin is null || !KernelShape.IsValid(twin) || !twin.Parameters.All(KernelTypes.IsParameter) || !twin.Parameters.Select(p => p.Name).SequenceEqual(method.Parameters.Select(p => p.Name)))
        {
            diagnostics.Add(DiagnosticInfo.Create(Rules.Twin, method.Locations[0], method.Name, $"names twin '{named}', which must be a method of the same class with the same parameters in double"));
            return null;
        }
        return Lower(twin, context, cancellation, diagnostics);
    }

    private static void Launch(SourceProductionContext context, KernelModel model)
    {
        foreach (DiagnosticInfo d in model.Diagnostics) context.ReportDiagnostic(d.ToDiagnostic());
        if (model.Ir.Length == 0 || model.IsForIlgpu) return;
        context.AddSource($"{Hint(model)}.Launch.g.cs", SourceText.From(LaunchEmitter.Emit(model, IrReader.Read(model.Ir)), Encoding.UTF8));
    }

    private static void Implementation(SourceProductionContext context, KernelModel model)
    {
        if (!IsComplete(model)) return;
        try
        {
            string forms = model.IsForIlgpu ? IlgpuForms.Emit(model) : KernelForms.Emit(model);
            context.AddSource($"{Hint(model)}.g.cs", SourceText.From(forms, Encoding.UTF8));
        }
        catch (InvalidOperationException fault)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Fault, Location.None, fault.Message));
        }
    }

    /// <summary>One table of all kernels, or none where there are no kernels for ILGPU.</summary>
    private static IEnumerable<EquatableArray<KernelModel>> Tables(ImmutableArray<KernelModel> models, CancellationToken cancellation) =>
        models.IsEmpty ? [] : [new EquatableArray<KernelModel>([.. models])];

    private static void Table(SourceProductionContext context, (EquatableArray<KernelModel> Models, string Assembly) all) =>
        context.AddSource("KernelTable.g.cs", SourceText.From(IlgpuForms.Table(all.Assembly, all.Models.Where(IsComplete)), Encoding.UTF8));

    private static bool IsForIlgpu(KernelModel model) => model.IsForIlgpu;

    private static bool IsComplete(KernelModel model) => model.Ir.Length > 0 && model.Diagnostics.Count == 0;

    private static string Hint(KernelModel model) => $"{(model.Namespace.Length > 0 ? model.Namespace + "." : "")}{model.Class}.{model.Method}";
}
