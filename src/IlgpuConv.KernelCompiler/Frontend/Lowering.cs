using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

/// <summary>
/// Lowers one kernel from Roslyn's operation tree to the IR. Calls are inlined on the way, and return, break and continue become
/// conditions, so that the IR has loops and ifs alone.
/// </summary>
internal sealed partial class Lowering
{
    private static readonly string[] s_reserved =
        ["args", "range", "lane_", "gridX", "gridY", "gridZ", "gridDimX", "gridDimY", "gridDimZ", "groups", "block_"];

    // Binding a method body is the dearest step of lowering, and kernels share helpers.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, IBlockOperation>> s_bodies = new();

    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly List<Location> _barriers = [];
    private readonly HashSet<string> _names = [.. s_reserved];
    private List<Stmt> _out = [];
    private Frame _frame = null!;
    private bool _unfinished;

    private Lowering(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
    }

    /// <summary>The kernel, or null with the reasons.</summary>
    public static (KernelIr? Kernel, List<DiagnosticInfo> Diagnostics, List<Location> Barriers) Run(
        IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        var lowering = new Lowering(compilation, cancellation);
        KernelIr? kernel = lowering.Kernel(method);
        return (lowering._diagnostics.Count == 0 && !lowering._unfinished ? kernel : null, lowering._diagnostics, lowering._barriers);
    }

    private KernelIr? Kernel(IMethodSymbol method)
    {
        _frame = new Frame(method, null) { Returned = Fresh("returned") };
        var parameters = new List<IrParameter>();
        foreach (IParameterSymbol p in method.Parameters) Parameter(p, parameters);
        if (_diagnostics.Count > 0 || _unfinished) return null;
        try
        {
            IBlockOperation body = Body(method, method.Locations[0]);
            Enter(body);
            _out.Add(new Let(_frame.Returned, Expr.Bool(false)));
            Statements(body.Operations, 0);
        }
        catch (LoweringException)
        {
            return null;
        }
        return new KernelIr(method.Name, parameters, _out);
    }

    private void Parameter(IParameterSymbol p, List<IrParameter> parameters)
    {
        string name = Fresh(p.Name);
        if (!KernelTypes.IsParameter(p))
        {
            // An analyzer reports it.
            _unfinished = true;
        }
        else if (ViewElement(p.Type) is { } element)
        {
            IrType type = Scalar(element)!.Value;
            bool workspace = p.GetAttributes().Any(a => a.AttributeClass?.Name == "WorkspaceAttribute");
            parameters.Add(new(workspace ? ParameterKind.Workspace : ParameterKind.View, type, name, ""));
            _frame.Bind(p, new MemoryBinding(name, type, null));
        }
        else if (Scalar(p.Type) is { } scalar)
        {
            parameters.Add(new(ParameterKind.Scalar, scalar, name, ""));
            _frame.Bind(p, new ValueBinding(new ParamRef(scalar, name)));
        }
        else
        {
            parameters.Add(new(ParameterKind.Struct, IrType.U8, name, p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));
            _frame.Bind(p, new StructBinding(name));
        }
    }

    /// <summary>The body of a method or property getter, from its source; the C# compiler alone reports on one that it cannot bind.</summary>
    private IBlockOperation Body(IMethodSymbol method, Location caller)
    {
        ConcurrentDictionary<ISymbol, IBlockOperation> bodies = s_bodies.GetOrCreateValue(_compilation);
        return bodies.TryGetValue(method.OriginalDefinition, out IBlockOperation? body)
            ? body
            : bodies.GetOrAdd(method.OriginalDefinition, Bindable(Source(method, caller)));
    }

    private IBlockOperation Bindable(IBlockOperation body)
    {
        if (!body.Descendants().Any(o => o is IInvalidOperation || o.Type is IErrorTypeSymbol)) return body;
        _unfinished = true;
        throw new LoweringException();
    }

    private IBlockOperation Source(IMethodSymbol method, Location caller)
    {
        foreach (SyntaxReference reference in method.OriginalDefinition.DeclaringSyntaxReferences)
        {
            SyntaxNode node = reference.GetSyntax(_cancellation);
            switch (_compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, _cancellation))
            {
                case IMethodBodyOperation { BlockBody: { } block }: return block;
                case IMethodBodyOperation { ExpressionBody: { } expression }: return expression;
                case ILocalFunctionOperation { Body: { } local }: return local;
                case IBlockOperation block: return block;
            }
        }
        throw Fail(Rules.NoBody, caller, method.ToDisplayString(), SuggestFor(method));
    }

    private static string SuggestFor(IMethodSymbol method) => method.ContainingType.ToDisplayString() switch
    {
        "System.MathF" or "System.Math" => "use the functions of XMath (Abs, Sqrt, Rsqrt, Exp, Log, Sin, Cos, Tanh, Pow, Floor, Ceiling, Min, Max, Clamp)",
        _ => "kernel helpers are static methods whose source is compiled with the kernel",
    };

    /// <summary>Finds what the body sets, and gives a parameter that it sets a local of its own.</summary>
    private void Enter(IOperation body)
    {
        _frame.Assigned = new(AssignedSymbols(body), SymbolEqualityComparer.Default);
        foreach (ISymbol symbol in _frame.Assigned)
        {
            if (symbol is not IParameterSymbol { RefKind: RefKind.None } p || _frame.Find(p) is not ValueBinding v) continue;
            string name = Fresh(p.Name);
            _out.Add(new Let(name, v.Value));
            _frame.Bind(p, new LocalBinding(name, v.Value.Type));
        }
    }

    private static IEnumerable<ISymbol> AssignedSymbols(IOperation body) => body.DescendantsAndSelf().Select(o => o switch
    {
        IAssignmentOperation x => Symbol(x.Target),
        IIncrementOrDecrementOperation x => Symbol(x.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } x => Symbol(x.Value),
        _ => null,
    }).Where(s => s is not null)!;

    private static ISymbol? Symbol(IOperation target) => target switch
    {
        ILocalReferenceOperation x => x.Local,
        IParameterReferenceOperation x => x.Parameter,
        _ => null,
    };

    private ITypeSymbol? ViewElement(ITypeSymbol type) => KernelTypes.ViewElement(_frame.Close(type)) is { } element ? _frame.Close(element) : null;

    private IrType? Scalar(ITypeSymbol type) => KernelTypes.Scalar(_frame.Close(type));

    private IrType ScalarOf(ITypeSymbol? type, IOperation at) =>
        type is not null && Scalar(type) is { } scalar
            ? scalar
            : throw Fail(Rules.ValueType, at.Syntax.GetLocation(), (type is null ? null : _frame.Close(type))?.ToDisplayString() ?? at.Syntax.ToString());

    /// <summary>A name of the IR that no other has, as near to <paramref name="name"/> as can be.</summary>
    private string Fresh(string name)
    {
        if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None) name = "@" + name;
        if (_names.Add(name)) return name;
        for (int i = 2; ; i++)
        {
            string next = $"{name}_{i}";
            if (_names.Add(next)) return next;
        }
    }

    /// <summary>Gives the value a name, unless it is as good as one.</summary>
    private Expr Name(string name, Expr value)
    {
        if (value is Const or ParamRef or Special) return value;
        string local = Fresh(name);
        _out.Add(new Let(local, value));
        return new LocalRef(value.Type, local);
    }

    private List<Stmt> Nested(Action lower)
    {
        List<Stmt> outer = _out;
        _out = [];
        try
        {
            lower();
            return _out;
        }
        finally
        {
            _out = outer;
        }
    }

    private void Report(DiagnosticDescriptor rule, Location place, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(rule, place, arguments));

    private LoweringException Fail(DiagnosticDescriptor rule, Location place, params string[] arguments)
    {
        Report(rule, place, arguments);
        return new LoweringException();
    }

    private LoweringException Outside(IOperation op, string what, string instead) =>
        Fail(Rules.Language, op.Syntax.GetLocation(), what, instead);
}
