using IlgpuConv.KernelCompiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

internal sealed partial class Lowering
{
    /// <summary>What an assignment, a ref argument or a read names.</summary>
    private Binding Target(IOperation op)
    {
        op = Strip(op);
        switch (op)
        {
            case ILocalReferenceOperation x: return Find(x.Local, op);
            case IParameterReferenceOperation x: return Find(x.Parameter, op);
            case IArrayElementReferenceOperation { Indices.Length: 1 } x: return Element(x.ArrayReference, x.Indices[0]);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } x when ViewElement(instance.Type!) is not null:
                return Element(instance, x.Arguments[0].Value);
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation x }:
                var declared = new LocalBinding(Fresh(x.Local.Name), ScalarOf(x.Type, op));
                _out.Add(new Let(declared.Name, Zero(declared.Type)));
                _frame.Bind(x.Local, declared);
                return declared;
            case IDiscardOperation: throw Outside(op, "A discard", "leave the value out");
            default: throw Outside(op, $"'{op.Syntax}' as something to set or refer to", "use a local, or an element of a view or array");
        }
    }

    private ElementBinding Element(IOperation memory, IOperation index)
    {
        var m = Bound(memory, "view") as MemoryBinding ?? throw Outside(memory, $"'{memory.Syntax}'", "index a view or a local array");
        return new ElementBinding(m.Name, m.Type, Value(index));
    }

    private Binding Find(ISymbol symbol, IOperation op) =>
        _frame.Find(symbol) ?? throw (_diagnostics.Count > 0
            ? new LoweringException()
            : Outside(op, $"'{symbol.Name}'", "use locals and parameters of the kernel or helper"));

    /// <summary>A view, array or struct: what has a place but no value.</summary>
    private Binding Bound(IOperation op, string name)
    {
        op = Strip(op);
        switch (op)
        {
            case ILocalReferenceOperation x: return Find(x.Local, op);
            case IParameterReferenceOperation x: return Find(x.Parameter, op);
            case IInstanceReferenceOperation when _frame.This is { } self: return self;
            case IInvocationOperation { TargetMethod: { Name: "Allocate" or "Allocate1D", ContainingType.Name: "SharedMemory" or "LocalMemory" } } x:
                return Allocation(x, name);
            case IFieldReferenceOperation { Instance: { } i } x when Bound(i, name) is StructBinding s: return new StructBinding($"{s.Path}.{x.Field.Name}");
            case IPropertyReferenceOperation { Instance: { } i, Property.IsIndexer: false } x when Bound(i, name) is StructBinding s:
                return new StructBinding($"{s.Path}.{x.Property.Name}");
            case IArrayCreationOperation x: return NewArray(name, x);
            case ITupleOperation: throw Outside(op, "A tuple", "use several locals, or ref parameters");
            default: throw Outside(op, $"'{op.Syntax}'", "name a view, a local array or a struct parameter");
        }
    }

    private MemoryBinding Allocation(IInvocationOperation op, string name)
    {
        IrType type = ScalarOf(op.TargetMethod.TypeArguments[0], op);
        if (Passes.Fold.Expression(Value(op.Arguments[0].Value)) is not Const c || !c.IsInt(out long n) || n is < 1 or > 65536)
            throw Fail(Roslyn.Rules.NotConstant, op.Syntax.GetLocation(), "The length of shared or local memory, 1 to 65536,");
        string memory = Fresh(name);
        _out.Add(new ArrayDecl(memory, type, (int)n, op.TargetMethod.ContainingType.Name == "SharedMemory"));
        return new MemoryBinding(memory, type, (int)n);
    }

    private static IrType TypeOf(Binding target) => target switch
    {
        ValueBinding x => x.Value.Type,
        LocalBinding x => x.Type,
        ElementBinding x => x.Type,
        _ => throw new LoweringException(),
    };

    private static Expr Read(Binding target) => target switch
    {
        ValueBinding x => x.Value,
        LocalBinding x => new LocalRef(x.Type, x.Name),
        ElementBinding x => new Load(x.Type, x.Memory, x.Index),
        _ => throw new LoweringException(),
    };

    private void Assign(Binding target, Expr value)
    {
        switch (target)
        {
            case LocalBinding x: _out.Add(new Set(x.Name, value)); break;
            case ElementBinding x: _out.Add(new Store(x.Memory, x.Index, value)); break;
            default: throw new LoweringException();
        }
    }
}
