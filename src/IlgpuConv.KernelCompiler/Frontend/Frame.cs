using IlgpuConv.KernelCompiler.Ir;
using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Frontend;

/// <summary>One inlined call: what its symbols stand for, and where its result goes.</summary>
internal sealed class Frame(IMethodSymbol method, Frame? caller)
{
    private readonly Dictionary<ISymbol, Binding> _bindings = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeParameterSymbol, ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    public IMethodSymbol Method { get; } = method;

    public Frame? Caller { get; } = caller;

    /// <summary>The locals and parameters that the method sets after their declaration.</summary>
    public HashSet<ISymbol> Assigned { get; set; } = new(SymbolEqualityComparer.Default);

    public Binding? This { get; set; }

    /// <summary>The local that holds the result, where the method returns from several places.</summary>
    public string? Result { get; set; }

    /// <summary>The result, where the method returns in one place at its end.</summary>
    public Expr? Value { get; set; }

    /// <summary>The flag that is set by a return.</summary>
    public string Returned { get; set; } = "";

    public IrType ResultType { get; set; }

    public Stack<LoopFrame> Loops { get; } = [];

    public void Bind(ISymbol symbol, Binding binding) => _bindings[symbol] = binding;

    public Binding? Find(ISymbol symbol) => _bindings.TryGetValue(symbol, out Binding? b) ? b : null;

    public void Bind(ITypeParameterSymbol parameter, ITypeSymbol argument) => _types[parameter] = argument;

    /// <summary>The type with this call's type arguments put in.</summary>
    public ITypeSymbol Close(ITypeSymbol type) =>
        type is ITypeParameterSymbol p && _types.TryGetValue(p, out ITypeSymbol? closed) ? closed : type;

    public bool IsRunning(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(Method.OriginalDefinition, method.OriginalDefinition) || Caller?.IsRunning(method) == true;
}

/// <summary>The flags that break and continue of one loop set.</summary>
internal sealed record LoopFrame(string Broke, string Continued);
