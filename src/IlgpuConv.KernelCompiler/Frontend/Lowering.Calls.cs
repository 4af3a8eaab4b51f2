using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

internal sealed partial class Lowering
{
    private static readonly HashSet<string> s_functions =
        ["Abs", "Sqrt", "Rsqrt", "Exp", "Log", "Sin", "Cos", "Tanh", "Pow", "Floor", "Ceiling", "Min", "Max", "Clamp"];

    /// <summary>Lowers a call: an intrinsic, or a method that is inlined. Null if it has no result.</summary>
    private Expr? Call(IInvocationOperation op)
    {
        IMethodSymbol method = op.TargetMethod;
        switch (method.ContainingType.ToDisplayString())
        {
            case "IlgpuConv.Kernels.Group" or "ILGPU.Group" when method.Name == "Barrier":
                _out.Add(new BarrierStmt(_barriers.Count));
                _barriers.Add(op.Syntax.GetLocation());
                return null;
            case "IlgpuConv.Kernels.Atomic" or "ILGPU.Atomic" when method.Name == "Add": return Atomic(op);
            case "IlgpuConv.Annotations.Prefetch":
                var view = Bound(op.Arguments[0].Value, "view") as MemoryBinding ?? throw Outside(op, "A prefetch of this", "name a view");
                _out.Add(new PrefetchStmt(view.Name, Value(op.Arguments[1].Value)));
                return null;
            case "IlgpuConv.Annotations.Unroll": return Value(op.Arguments.First(a => a.Parameter!.Name is "count" or "limit").Value);
            case "IlgpuConv.Kernels.Interop" or "ILGPU.Interop": return new BitCast(ScalarOf(op.Type, op), Value(op.Arguments[0].Value));
            case "IlgpuConv.Kernels.XMath" or "ILGPU.Algorithms.XMath" or "System.MathF" or "System.Math": return Function(op);
            case "IlgpuConv.Kernels.SharedMemory" or "IlgpuConv.Kernels.LocalMemory" or "ILGPU.SharedMemory" or "ILGPU.LocalMemory":
                throw Outside(op, "Memory allocated inside an expression", "give it a local of its own");
        }
        return Inline(op, method, op.ConstrainedToType, op.Instance, op.Arguments);
    }

    private LocalRef Atomic(IInvocationOperation op)
    {
        IArgumentOperation target = op.Arguments.First(a => a.Parameter!.RefKind == RefKind.Ref);
        if (Target(target.Value) is not ElementBinding element || !element.Type.IsInteger() || element.Type == IrType.U8)
            throw Outside(op, "An atomic addition to this", "add to an int, uint, long or ulong element of a view or shared array");
        Expr value = Value(op.Arguments.First(a => a.Parameter!.RefKind == RefKind.None).Value, element.Type);
        string former = Fresh("former");
        _out.Add(new AtomicAdd(former, element.Type, element.Memory, element.Index, value));
        return new LocalRef(element.Type, former);
    }

    private Expr Function(IInvocationOperation op)
    {
        IMethodSymbol method = op.TargetMethod;
        bool ours = method.ContainingType.Name == "XMath";
        if (!s_functions.Contains(method.Name) || (!ours && method.Name is "Clamp"))
            throw Fail(Rules.Refused, op.Syntax.GetLocation(), method.ToDisplayString(), method.Name switch
            {
                "FusedMultiplyAdd" => "write a * b + c, which is one fused multiply-add on every device",
                "Clamp" => "use XMath.Clamp",
                _ => "use the functions of XMath (Abs, Sqrt, Rsqrt, Exp, Log, Sin, Cos, Tanh, Pow, Floor, Ceiling, Min, Max, Clamp)",
            });
        IrType type = ScalarOf(op.Type, op);
        Expr[] values = Values([.. op.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(a => a.Value)]);
        Expr At(int i) => Convert(values[i], type);
        switch (method.Name)
        {
            case "Min": return new Binary(BinaryOp.Min, At(0), At(1));
            case "Max": return new Binary(BinaryOp.Max, At(0), At(1));
            case "Clamp": return new Binary(BinaryOp.Min, new Binary(BinaryOp.Max, At(0), At(1)), At(2));
            case "Abs" when type.IsInteger():
                Expr value = Name("value", At(0));
                return new Binary(BinaryOp.Max, value, new Unary(UnaryOp.Neg, value));
            case "Pow": return new MathCall("Pow", At(0), At(1));
            default: return new MathCall(method.Name, At(0));
        }
    }

    private Expr? Inline(IOperation op, IMethodSymbol method, ITypeSymbol? constrainedTo, IOperation? instance, IReadOnlyList<IArgumentOperation> arguments)
    {
        Location place = op.Syntax.GetLocation();
        if (constrainedTo is not null) method = Implementation(method, _frame.Close(constrainedTo), place);
        if (method.IsVirtual || method.IsAbstract || method.IsOverride && !method.IsStatic)
            throw Outside(op, "A virtual call", "use a generic helper over an operator struct with static abstract members");
        if (_frame.IsRunning(method)) throw Fail(Rules.Recursion, place, method.Name);
        IBlockOperation body = Body(method, place);

        var frame = new Frame(method, _frame) { Returned = Fresh("returned") };
        IMethodSymbol definition = method.OriginalDefinition;
        for (int i = 0; i < definition.TypeParameters.Length; i++)
            frame.Bind(definition.TypeParameters[i], _frame.Close(method.TypeArguments[i]));
        for (int i = 0; i < definition.ContainingType.TypeParameters.Length; i++)
            frame.Bind(definition.ContainingType.TypeParameters[i], _frame.Close(method.ContainingType.TypeArguments[i]));
        if (instance is not null) frame.This = Bound(instance, "instance");
        foreach (IArgumentOperation argument in arguments) Argument(frame, definition.Parameters[argument.Parameter!.Ordinal], argument.Value);

        Frame caller = _frame;
        _frame = frame;
        try
        {
            Enter(body);
            return Run(body, method, op);
        }
        finally
        {
            _frame = caller;
        }
    }

    private Expr? Run(IBlockOperation body, IMethodSymbol method, IOperation op)
    {
        if (!method.ReturnsVoid)
        {
            _frame.ResultType = ScalarOf(method.OriginalDefinition.ReturnType, op);
            bool single = body.Descendants().OfType<IReturnOperation>().Count() == 1 && body.Operations.Last() is IReturnOperation;
            if (!single)
            {
                _frame.Result = Fresh("result");
                _out.Add(new Let(_frame.Result, Zero(_frame.ResultType)));
            }
        }
        _out.Add(new Let(_frame.Returned, Expr.Bool(false)));
        Statements(body.Operations, 0);
        if (method.ReturnsVoid) return null;
        return _frame.Result is { } result ? new LocalRef(_frame.ResultType, result) : _frame.Value ?? throw new LoweringException();
    }

    private void Argument(Frame frame, IParameterSymbol parameter, IOperation value)
    {
        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            Binding target = Target(value);
            frame.Bind(parameter, target is ElementBinding e ? e with { Index = Name("index", e.Index) } : target);
        }
        else if (ViewElement(value.Type!) is not null || value.Type is IArrayTypeSymbol || IsStruct(value.Type!))
        {
            frame.Bind(parameter, Bound(value, parameter.Name));
        }
        else
        {
            Expr expr = Passes.Fold.Expression(Convert(Value(value), ScalarOf(value.Type, value)));
            if (expr is not Const && parameter.GetAttributes().Any(a => a.AttributeClass?.Name == "ConstantAttribute"))
                throw Fail(Rules.NotConstant, value.Syntax.GetLocation(), $"The argument of [Constant] parameter '{parameter.Name}'");
            frame.Bind(parameter, new ValueBinding(Name(parameter.Name, expr)));
        }
    }

    /// <summary>The method of the operator struct that a static abstract member stands for.</summary>
    private IMethodSymbol Implementation(IMethodSymbol member, ITypeSymbol type, Location place)
    {
        INamedTypeSymbol? contract = type.AllInterfaces.FirstOrDefault(
            i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, member.ContainingType.OriginalDefinition));
        ISymbol? closed = contract?.GetMembers(member.Name).FirstOrDefault(
            m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition));
        return closed is not null && type.FindImplementationForInterfaceMember(closed) is IMethodSymbol method
            ? method
            : throw Fail(Rules.NoBody, place, $"{type.Name}.{member.Name}", "the type argument must be a struct that implements the member");
    }
}
