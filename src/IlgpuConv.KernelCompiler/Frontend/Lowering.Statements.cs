using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

internal sealed partial class Lowering
{
    /// <summary>
    /// Lowers the statements from <paramref name="start"/> on. What follows a statement that may leave the list becomes the other
    /// branch of an if, or is put under the flag that the leaving sets.
    /// </summary>
    private void Statements(IReadOnlyList<IOperation> list, int start)
    {
        for (int i = start; i < list.Count; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            IOperation s = list[i];
            int next = i + 1;
            if (!MayLeave(s))
            {
                Guarded(() => Statement(s));
                continue;
            }
            if (s is IConditionalOperation branch)
            {
                bool thenLeaves = AlwaysLeaves(branch.WhenTrue), elseLeaves = AlwaysLeaves(branch.WhenFalse);
                if (thenLeaves && (elseLeaves || !MayLeave(branch.WhenFalse)) || elseLeaves && !MayLeave(branch.WhenTrue))
                {
                    Guarded(() => Conditional(branch, thenLeaves ? null : () => Statements(list, next), elseLeaves ? null : () => Statements(list, next)));
                    return;
                }
            }
            Guarded(() => Statement(s));
            if (AlwaysLeaves(s) || next == list.Count) return;
            List<Stmt> rest = Nested(() => Statements(list, next));
            _out.Add(new If(NotLeft(s), rest, []));
            return;
        }
    }

    private void Guarded(Action lower)
    {
        try
        {
            lower();
        }
        catch (LoweringException)
        {
            // The diagnostic is recorded; the statements after it may have more.
        }
    }

    private void Statement(IOperation op)
    {
        switch (op)
        {
            case IBlockOperation x: Statements(x.Operations, 0); break;
            case IVariableDeclarationGroupOperation x:
                foreach (IVariableDeclaratorOperation d in x.Declarations.SelectMany(d => d.Declarators))
                    Declare(d, d.Initializer?.Value ?? ((IVariableDeclarationOperation)d.Parent!).Initializer?.Value);
                break;
            case IExpressionStatementOperation x: ExpressionStatement(x.Operation); break;
            case IConditionalOperation x: Conditional(x, null, null); break;
            case IForLoopOperation x: ForLoop(x); break;
            case IWhileLoopOperation x: WhileLoop(x); break;
            case IBranchOperation { BranchKind: BranchKind.Break }: Leave(_frame.Loops.Peek().Broke); break;
            case IBranchOperation { BranchKind: BranchKind.Continue }: Leave(_frame.Loops.Peek().Continued); break;
            case IReturnOperation x: Return(x); break;
            case IEmptyOperation: break;
            case ILocalFunctionOperation { Symbol.IsStatic: true }: break;
            case ILocalFunctionOperation: throw Outside(op, "A local function that is not static", "make it static, or a method of the class");
            case ISwitchOperation: throw Outside(op, "A switch statement", "write if and else");
            case IForEachLoopOperation: throw Outside(op, "foreach", "write a for loop over the index");
            case IThrowOperation or ITryOperation: throw Outside(op, "An exception", "check the arguments before the launch");
            case ILabeledOperation or IBranchOperation: throw Outside(op, "goto", "write a loop");
            case ILockOperation: throw Outside(op, "lock", "use Group.Barrier, or give each element one owner");
            case IUsingOperation or IUsingDeclarationOperation: throw Outside(op, "using", "a kernel owns nothing to dispose");
            default: throw Outside(op, $"'{op.Kind}'", "write it with locals, if, for, while and calls");
        }
    }

    private void Declare(IVariableDeclaratorOperation d, IOperation? initializer)
    {
        ILocalSymbol symbol = d.Symbol;
        if (symbol.IsRef) throw Outside(d, "A ref local", "read and write the element itself");
        if (initializer is not null && Strip(initializer) is IArrayCreationOperation array)
        {
            _frame.Bind(symbol, NewArray(symbol.Name, array));
            return;
        }
        if (initializer is not null && (ViewElement(symbol.Type) is not null || IsStruct(symbol.Type)))
        {
            _frame.Bind(symbol, Bound(initializer, symbol.Name));
            return;
        }
        IrType type = ScalarOf(symbol.Type, d);
        Expr value = initializer is null ? Zero(type) : Value(initializer, type);
        bool changes = _frame.Assigned.Contains(symbol);
        if (!changes && Passes.Fold.Expression(value) is Const constant)
        {
            _frame.Bind(symbol, new ValueBinding(constant));
            return;
        }
        string name = Fresh(symbol.Name);
        _out.Add(new Let(name, value));
        _frame.Bind(symbol, changes ? new LocalBinding(name, type) : new ValueBinding(new LocalRef(type, name)));
    }

    private MemoryBinding NewArray(string name, IArrayCreationOperation op)
    {
        if (op.DimensionSizes.Length != 1) throw Outside(op, "An array of several dimensions", "compute the index of a one-dimensional one");
        IrType type = ScalarOf(((IArrayTypeSymbol)op.Type!).ElementType, op);
        Expr length = Passes.Fold.Expression(Value(op.DimensionSizes[0]));
        if (length is not Const c || !c.IsInt(out long n) || n is < 1 or > 65536)
            throw Fail(Rules.NotConstant, op.Syntax.GetLocation(), "The length of a local array, 1 to 65536,");
        string local = Fresh(name);
        _out.Add(new ArrayDecl(local, type, (int)n, false));
        if (op.Initializer is { } initializer)
        {
            for (int i = 0; i < initializer.ElementValues.Length; i++)
                _out.Add(new Store(local, Expr.Int(i), Value(initializer.ElementValues[i], type)));
        }
        else
        {
            string index = Fresh("i");
            _out.Add(new For(index, Expr.Int(0), Expr.Int(n), Expr.Int(1), 0, [new Store(local, new LocalRef(IrType.I32, index), Zero(type))]));
        }
        return new MemoryBinding(local, type, (int)n);
    }

    private void ExpressionStatement(IOperation op)
    {
        switch (op)
        {
            case ISimpleAssignmentOperation { IsRef: false } x:
                Binding target = Target(x.Target);
                Assign(target, Value(x.Value, TypeOf(target)));
                break;
            case ICompoundAssignmentOperation x: CompoundAssignment(x); break;
            case IIncrementOrDecrementOperation x:
                target = Target(x.Target);
                Expr one = TypeOf(target).IsFloat() ? new Const(TypeOf(target), "1") : Expr.Int(1, TypeOf(target));
                Assign(target, new Binary(x.Kind == OperationKind.Increment ? BinaryOp.Add : BinaryOp.Sub, Read(target), one));
                break;
            case IInvocationOperation x: Call(x); break;
            case IDeconstructionAssignmentOperation: throw Outside(op, "A tuple", "assign the values one by one");
            default: throw Outside(op, $"'{op.Syntax}'", "write an assignment or a call");
        }
    }

    private void CompoundAssignment(ICompoundAssignmentOperation x)
    {
        Binding target = Target(x.Target);
        IrType result = TypeOf(target);
        IrType type = x.InConversion.IsIdentity ? result : Wider(result, x.Value.Type);
        Expr left = Convert(Read(target), type);
        Expr value = Arithmetic(x, x.OperatorKind, left, Operand(x.OperatorKind, x.Value, type));
        Assign(target, Convert(value, result));
    }

    /// <summary>The type in which C# carries out a compound assignment whose target it converts.</summary>
    private IrType Wider(IrType target, ITypeSymbol? value) =>
        value is not null && Scalar(value) is { } v && v > target ? v : target == IrType.U8 ? IrType.I32 : target;

    private void Conditional(IConditionalOperation op, Action? afterThen, Action? afterElse)
    {
        Expr condition = Value(op.Condition);
        List<Stmt> then = Nested(() => Branch(op.WhenTrue, afterThen)), otherwise = Nested(() => Branch(op.WhenFalse, afterElse));
        _out.Add(new If(condition, then, otherwise));
    }

    private void Branch(IOperation? op, Action? after)
    {
        if (op is not null) Statements([op], 0);
        after?.Invoke();
    }

    private void Return(IReturnOperation op)
    {
        if (op.ReturnedValue is { } returned && _frame.Caller is not null)
        {
            Expr value = Value(returned, _frame.ResultType);
            if (_frame.Result is { } result) _out.Add(new Set(result, value));
            else _frame.Value = value;
        }
        Leave(_frame.Returned);
    }

    private void Leave(string flag) => _out.Add(new Set(flag, Expr.Bool(true)));

    private Expr NotLeft(IOperation s)
    {
        Expr? stay = null;
        void And(string flag)
        {
            Expr not = new Unary(UnaryOp.Not, new LocalRef(IrType.Bool, flag));
            stay = stay is null ? not : new Binary(BinaryOp.And, stay, not);
        }

        if (Leaves(s).Any(o => o is IReturnOperation)) And(_frame.Returned);
        if (Leaves(s).Any(o => o is IBranchOperation { BranchKind: BranchKind.Break })) And(_frame.Loops.Peek().Broke);
        if (Leaves(s).Any(o => o is IBranchOperation { BranchKind: BranchKind.Continue })) And(_frame.Loops.Peek().Continued);
        return stay!;
    }

    private static bool MayLeave(IOperation? s) => Leaves(s).Any();

    /// <summary>The returns, and the breaks and continues that do not belong to a loop inside.</summary>
    private static IEnumerable<IOperation> Leaves(IOperation? s) => s switch
    {
        null => [],
        IReturnOperation or IBranchOperation => [s],
        ILoopOperation => s.ChildOperations.SelectMany(Leaves).Where(o => o is IReturnOperation),
        IBlockOperation or IConditionalOperation => s.ChildOperations.SelectMany(Leaves),
        _ => [],
    };

    private static bool AlwaysLeaves(IOperation? s) => s switch
    {
        IReturnOperation or IBranchOperation => true,
        IBlockOperation x => x.Operations.Any(AlwaysLeaves),
        IConditionalOperation x => AlwaysLeaves(x.WhenTrue) && AlwaysLeaves(x.WhenFalse),
        _ => false,
    };
}
