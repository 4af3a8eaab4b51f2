using System.Globalization;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

internal sealed partial class Lowering
{
    private Expr Value(IOperation op, IrType type) => Convert(Value(op), type);

    private Expr Value(IOperation op)
    {
        op = Strip(op);
        if (op.ConstantValue is { HasValue: true, Value: { } constant } && op is not (IBinaryOperation or IUnaryOperation or IConditionalOperation)
            && Constant(constant, op) is { } c) return c;
        switch (op)
        {
            case IConversionOperation x:
                if (x.OperatorMethod is not null) throw Outside(op, "A user-defined conversion", "convert between primitives");
                return Convert(Value(x.Operand), ScalarOf(x.Type, op));
            case ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation: return Read(Target(op));
            case IPropertyReferenceOperation x: return Property(x);
            case IFieldReferenceOperation x: return Field(x);
            case IBinaryOperation x: return BinaryValue(x);
            case IUnaryOperation x: return UnaryValue(x);
            case IConditionalOperation x: return ConditionalValue(x);
            case IInvocationOperation x:
                return Call(x) ?? throw Outside(op, "A call without a result", "call it as a statement");
            case IDefaultValueOperation x: return Zero(ScalarOf(x.Type, op));
            case IAssignmentOperation or IIncrementOrDecrementOperation: throw Fail(Rules.NestedAssignment, op.Syntax.GetLocation());
            case IObjectCreationOperation or IArrayCreationOperation: throw Outside(op, "An object", "use locals, views and local arrays of constant length");
            case IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation:
                throw Outside(op, "A delegate", "use a generic helper over an operator struct with static abstract members");
            case ITupleOperation: throw Outside(op, "A tuple", "use several locals, or ref parameters");
            case ISwitchExpressionOperation: throw Outside(op, "A switch expression", "write conditional expressions");
            case IInterpolatedStringOperation or ILiteralOperation { Type.SpecialType: SpecialType.System_String }:
                throw Outside(op, "A string", "a kernel computes with numbers");
            case IThrowOperation: throw Outside(op, "An exception", "check the arguments before the launch");
            default: throw Outside(op, $"'{op.Kind}'", "write it with arithmetic, comparisons, conditional expressions and calls");
        }
    }

    /// <summary>
    /// Lowers operands from left to right. If lowering one has effects, the ones before it that could notice are evaluated first.
    /// </summary>
    private Expr[] Values(params IOperation[] ops)
    {
        var values = new Expr[ops.Length];
        for (int i = 0; i < ops.Length; i++)
        {
            int mark = _out.Count;
            values[i] = Value(ops[i]);
            if (_out.Count == mark || !HasEffect(_out.Skip(mark))) continue;
            for (int j = 0; j < i; j++)
            {
                if (!Walk.Any(values[j], e => e is Load or LocalRef)) continue;
                string name = Fresh("operand");
                _out.Insert(mark++, new Let(name, values[j]));
                values[j] = new LocalRef(values[j].Type, name);
            }
        }
        return values;
    }

    private static bool HasEffect(IEnumerable<Stmt> added)
    {
        List<Stmt> all = [.. Walk.All(added)];
        var fresh = new HashSet<string>(all.OfType<Let>().Select(l => l.Name));
        return all.Any(s => s is Store or AtomicAdd or BarrierStmt or PrefetchStmt || s is Set x && !fresh.Contains(x.Name));
    }

    private static IOperation Strip(IOperation op)
    {
        while (true)
        {
            switch (op)
            {
                case IParenthesizedOperation x: op = x.Operand; break;
                case IConversionOperation { Conversion.IsIdentity: true } x: op = x.Operand; break;
                default: return op;
            }
        }
    }

    /// <summary>The constant, floating point as the shortest decimal text that reads back the same.</summary>
    private static Const? Constant(object value, IOperation op) => value switch
    {
        bool b => Expr.Bool(b),
        int i => Expr.Int(i),
        uint u => Expr.Int(u, IrType.U32),
        long l => Expr.Int(l, IrType.I64),
        ulong u => new Const(IrType.U64, u.ToString(CultureInfo.InvariantCulture)),
        byte b => Expr.Int(b, IrType.U8),
        float f => new Const(IrType.F32, Digits(f, op)),
        double d => new Const(IrType.F64, d.ToString("R", CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>A float in its shortest digits, or in those of the literal where these say more: the double twin reads them anew.</summary>
    private static string Digits(float value, IOperation op)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string written = op is ILiteralOperation ? op.Syntax.ToString().TrimEnd('f', 'F').Replace("_", "") : shortest;
        return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double exact)
            && exact != double.Parse(shortest, CultureInfo.InvariantCulture) ? written : shortest;
    }

    private static Expr Zero(IrType type) => type == IrType.Bool ? Expr.Bool(false) : new Const(type, "0");

    private static Expr Convert(Expr value, IrType type)
    {
        if (value.Type == type) return value;
        if (value is Const c && c.IsInt(out long n) && (type.IsFloat() || type is IrType.I32 or IrType.I64 || n >= 0 && type != IrType.U8)
            && (type is not (IrType.I32 or IrType.U32) || n is >= int.MinValue and <= int.MaxValue))
            return new Const(type, c.Text);
        return new Cast(type, value);
    }

    private Expr BinaryValue(IBinaryOperation op)
    {
        if (op.OperatorMethod is not null) throw Outside(op, "A user-defined operator", "call a static method");
        if (op.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr) return ShortCircuit(op);
        Expr[] values = Values(op.LeftOperand, op.RightOperand);
        Expr left = values[0], right = values[1];
        switch (op.OperatorKind)
        {
            case BinaryOperatorKind.LessThan: return new Compare(CompareOp.Lt, left, right);
            case BinaryOperatorKind.LessThanOrEqual: return new Compare(CompareOp.Le, left, right);
            case BinaryOperatorKind.GreaterThan: return new Compare(CompareOp.Gt, left, right);
            case BinaryOperatorKind.GreaterThanOrEqual: return new Compare(CompareOp.Ge, left, right);
            case BinaryOperatorKind.Equals when left.Type == IrType.Bool: return new Unary(UnaryOp.Not, new Binary(BinaryOp.Xor, left, right));
            case BinaryOperatorKind.NotEquals when left.Type == IrType.Bool: return new Binary(BinaryOp.Xor, left, right);
            case BinaryOperatorKind.Equals: return new Compare(CompareOp.Eq, left, right);
            case BinaryOperatorKind.NotEquals: return new Compare(CompareOp.Ne, left, right);
            default: return Arithmetic(op, op.OperatorKind, left, right);
        }
    }

    private Expr Operand(BinaryOperatorKind kind, IOperation op, IrType type) => Convert(
        Value(op), kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift ? IrType.I32 : type);

    /// <summary>A product added or subtracted in the same expression is contracted: one rounding on every device.</summary>
    private Expr Arithmetic(IOperation op, BinaryOperatorKind kind, Expr left, Expr right)
    {
        if (left.Type.IsFloat() && kind == BinaryOperatorKind.Add)
        {
            if (left is Binary { Op: BinaryOp.Mul } l) return new Fma(l.Left, l.Right, right);
            if (right is Binary { Op: BinaryOp.Mul } r) return new Fma(r.Left, r.Right, left);
        }
        if (left.Type.IsFloat() && kind == BinaryOperatorKind.Subtract)
        {
            if (left is Binary { Op: BinaryOp.Mul } l) return new Fma(l.Left, l.Right, new Unary(UnaryOp.Neg, right));
            if (right is Binary { Op: BinaryOp.Mul } r) return new Fma(new Unary(UnaryOp.Neg, r.Left), r.Right, left);
        }
        switch (kind)
        {
            case BinaryOperatorKind.Add: return new Binary(BinaryOp.Add, left, right);
            case BinaryOperatorKind.Subtract: return new Binary(BinaryOp.Sub, left, right);
            case BinaryOperatorKind.Multiply: return new Binary(BinaryOp.Mul, left, right);
            case BinaryOperatorKind.Divide: return new Binary(BinaryOp.Div, left, right);
            case BinaryOperatorKind.Remainder when left.Type.IsInteger(): return new Binary(BinaryOp.Rem, left, right);
            case BinaryOperatorKind.And: return new Binary(BinaryOp.And, left, right);
            case BinaryOperatorKind.Or: return new Binary(BinaryOp.Or, left, right);
            case BinaryOperatorKind.ExclusiveOr: return new Binary(BinaryOp.Xor, left, right);
            case BinaryOperatorKind.LeftShift: return new Binary(BinaryOp.Shl, left, right);
            case BinaryOperatorKind.RightShift: return new Binary(BinaryOp.Shr, left, right);
            case BinaryOperatorKind.UnsignedRightShift:
                IrType unsigned = left.Type == IrType.I64 ? IrType.U64 : left.Type == IrType.I32 ? IrType.U32 : left.Type;
                return Convert(new Binary(BinaryOp.Shr, Convert(left, unsigned), right), left.Type);
            default: throw Outside(op, $"The operator of '{op.Syntax}'", "use + - * / % & | ^ << >> and comparisons; % takes integers");
        }
    }

    private Expr UnaryValue(IUnaryOperation op)
    {
        if (op.OperatorMethod is not null) throw Outside(op, "A user-defined operator", "call a static method");
        Expr value = Value(op.Operand);
        switch (op.OperatorKind)
        {
            case UnaryOperatorKind.Plus: return value;
            case UnaryOperatorKind.Minus:
                return value is Const { Type: not (IrType.U32 or IrType.U64) } c
                    ? new Const(c.Type, c.Text[0] == '-' ? c.Text.Substring(1) : "-" + c.Text)
                    : new Unary(UnaryOp.Neg, value);
            case UnaryOperatorKind.Not: return new Unary(UnaryOp.Not, value);
            case UnaryOperatorKind.BitwiseNegation: return new Unary(UnaryOp.BitNot, value);
            default: throw Outside(op, $"The operator of '{op.Syntax}'", "use - ! ~");
        }
    }

    private Expr ConditionalValue(IConditionalOperation op)
    {
        Expr condition = Value(op.Condition);
        IrType type = ScalarOf(op.Type, op);
        Expr whenTrue = null!, whenFalse = null!;
        List<Stmt> then = Nested(() => whenTrue = Value(op.WhenTrue, type)), otherwise = Nested(() => whenFalse = Value(op.WhenFalse!, type));
        return Choose(condition, whenTrue, then, whenFalse, otherwise);
    }

    private Expr ShortCircuit(IBinaryOperation op)
    {
        bool and = op.OperatorKind == BinaryOperatorKind.ConditionalAnd;
        Expr left = Value(op.LeftOperand), right = null!;
        List<Stmt> statements = Nested(() => right = Value(op.RightOperand));
        if (statements.Count == 0 && Walk.IsCheap(right)) return new Binary(and ? BinaryOp.And : BinaryOp.Or, left, right);
        return and ? Choose(left, right, statements, Expr.Bool(false), []) : Choose(left, Expr.Bool(true), [], right, statements);
    }

    /// <summary>A select if both values may be evaluated, else an if that sets a local.</summary>
    private Expr Choose(Expr condition, Expr whenTrue, List<Stmt> then, Expr whenFalse, List<Stmt> otherwise)
    {
        if (then.Count == 0 && otherwise.Count == 0 && Walk.IsCheap(whenTrue) && Walk.IsCheap(whenFalse)) return new Select(condition, whenTrue, whenFalse);
        string name = Fresh("value");
        _out.Add(new Let(name, Zero(whenTrue.Type)));
        bool zero = otherwise.Count == 0 && whenFalse == Zero(whenTrue.Type);
        _out.Add(new If(condition, [.. then, new Set(name, whenTrue)], zero ? [] : [.. otherwise, new Set(name, whenFalse)]));
        return new LocalRef(whenTrue.Type, name);
    }

    private Expr Property(IPropertyReferenceOperation op)
    {
        IPropertySymbol property = op.Property;
        if (property.IsIndexer) return Read(Target(op));
        string owner = property.ContainingType.ToDisplayString();
        if (owner is "IlgpuConv.Kernels.Grid" or "ILGPU.Grid" && property.Name is "IdxX" or "IdxY" or "IdxZ" or "DimX" or "DimY" or "DimZ")
            return new Special((SpecialKind)((property.Name[0] == 'D' ? 3 : 0) + (property.Name[3] - 'X')));
        if (owner is "IlgpuConv.Kernels.Group" or "ILGPU.Group" && property.Name is "IdxX" or "DimX")
            return new Special(property.Name == "IdxX" ? SpecialKind.Lane : SpecialKind.LaneCount);
        if (op.Instance is { } instance && (ViewElement(instance.Type!) is not null || instance.Type is IArrayTypeSymbol)
            && property.Name is "Length" or "IntLength")
        {
            var memory = (MemoryBinding)Bound(op.Instance!, "view");
            if (memory.Length is { } n) return Expr.Int(n, property.Name == "Length" && instance.Type is not IArrayTypeSymbol ? IrType.I64 : IrType.I32);
            return property.Name == "Length" ? new ViewLength(memory.Name) : new Cast(IrType.I32, new ViewLength(memory.Name));
        }
        if (op.Instance is not null && Bound(op.Instance, "instance") is StructBinding s && IsStored(property))
            return new ParamRef(ScalarOf(property.Type, op), $"{s.Path}.{property.Name}");
        if (property.GetMethod is { } getter) return Inline(op, getter, op.ConstrainedToType, op.Instance, []) ?? throw new LoweringException();
        throw Outside(op, $"Property '{property.ToDisplayString()}'", "pass its value as a parameter");
    }

    /// <summary>Whether the property is stored in the struct and not computed. Of a struct in another assembly its getter says so.</summary>
    private static bool IsStored(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property))
        || property.GetMethod is { DeclaringSyntaxReferences.Length: 0 } getter
            && getter.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private Expr Field(IFieldReferenceOperation op) =>
        op.Instance is { } instance && Bound(instance, "instance") is StructBinding s
            ? new ParamRef(ScalarOf(op.Field.Type, op), $"{s.Path}.{op.Field.Name}")
            : throw Outside(op, $"Field '{op.Field.ToDisplayString()}'", "pass its value as a parameter, or make it a const");

    private bool IsStruct(ITypeSymbol type) =>
        _frame.Close(type) is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } && Scalar(type) is null;
}
