using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Frontend;

internal sealed partial class Lowering
{
    private void ForLoop(IForLoopOperation op)
    {
        if (Counted(op)) return;
        foreach (IOperation s in op.Before) Statement(s);
        GeneralLoop(op, op.Condition, op.AtLoopBottom, conditionFirst: true);
    }

    private void WhileLoop(IWhileLoopOperation op)
    {
        if (op.ConditionIsUntil) throw Outside(op, "A loop with until", "write while");
        GeneralLoop(op, op.Condition, [], op.ConditionIsTop);
    }

    /// <summary>A loop over a flag: the condition is evaluated before each round, and not after a break or return.</summary>
    private void GeneralLoop(ILoopOperation op, IOperation? condition, IReadOnlyList<IOperation> bottom, bool conditionFirst)
    {
        string go = Fresh("go");
        bool leaves = Leaves(op.Body).Any(o => o is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break });
        var loop = new LoopFrame(Fresh("broke"), Fresh("continued"));
        if (leaves) _out.Add(new Let(loop.Broke, Expr.Bool(false)));
        _out.Add(new Let(go, conditionFirst && condition is not null ? Value(condition, IrType.Bool) : Expr.Bool(true)));
        _frame.Loops.Push(loop);
        List<Stmt> body = Nested(() =>
        {
            _out.Add(new Let(loop.Continued, Expr.Bool(false)));
            Statements([op.Body], 0);
            void Next()
            {
                foreach (IOperation s in bottom) Statement(s);
                _out.Add(new Set(go, condition is null ? Expr.Bool(true) : Value(condition, IrType.Bool)));
            }

            if (!leaves)
            {
                Next();
                return;
            }
            _out.Add(new Set(go, Expr.Bool(false)));
            Expr stay = new Unary(UnaryOp.Not, new LocalRef(IrType.Bool, loop.Broke));
            if (Leaves(op.Body).Any(o => o is IReturnOperation))
                stay = new Binary(BinaryOp.And, stay, new Unary(UnaryOp.Not, new LocalRef(IrType.Bool, _frame.Returned)));
            List<Stmt> next = Nested(Next);
            _out.Add(new If(stay, next, []));
        });
        _frame.Loops.Pop();
        _out.Add(new While(new LocalRef(IrType.Bool, go), body));
    }

    /// <summary>Lowers <c>for (int i = a; i &lt; b; i += c)</c> where nothing else sets i and neither b nor c change.</summary>
    private bool Counted(IForLoopOperation op)
    {
        if (op.Before.Length != 1 || op.Before[0] is not IVariableDeclarationGroupOperation { Declarations.Length: 1 } group) return false;
        if (group.Declarations[0].Declarators.Length != 1) return false;
        IVariableDeclaratorOperation declarator = group.Declarations[0].Declarators[0];
        if (declarator.Initializer?.Value is not { } start) return false;
        ILocalSymbol symbol = declarator.Symbol;
        if (Scalar(symbol.Type) is not { } type || !type.IsIndex()) return false;
        if (op.Condition is null || Strip(op.Condition) is not IBinaryOperation condition || !IsVariable(condition.LeftOperand, symbol)) return false;
        if (op.AtLoopBottom.Length != 1 || Increment(op.AtLoopBottom[0], symbol) is not { } increment) return false;
        if (Leaves(op.Body).Any(o => o is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break })) return false;
        var assigned = new HashSet<ISymbol>(AssignedSymbols(op.Body), SymbolEqualityComparer.Default);
        if (assigned.Contains(symbol) || Changes(condition.RightOperand, assigned, symbol) || increment.Step is { } s && Changes(s, assigned, symbol))
            return false;

        (IOperation limitOperation, int unroll) = UnrollRequest(condition.RightOperand);
        Expr first = Value(start, type), limit = Convert(Value(limitOperation), type);
        Expr step = increment.Step is null ? Expr.Int(1, type) : Convert(Value(increment.Step), type);
        bool constant = Passes.Fold.Expression(step) is Const c && c.IsInt(out long value) && value > 0;
        if (increment.Down && !constant) return false;
        if (increment.Down) step = Passes.Fold.Expression(new Unary(UnaryOp.Neg, step));
        switch (condition.OperatorKind)
        {
            case BinaryOperatorKind.LessThan when !increment.Down:
            case BinaryOperatorKind.GreaterThan when increment.Down: break;
            case BinaryOperatorKind.LessThanOrEqual when !increment.Down: limit = new Binary(BinaryOp.Add, limit, Expr.Int(1, type)); break;
            case BinaryOperatorKind.GreaterThanOrEqual when increment.Down: limit = new Binary(BinaryOp.Sub, limit, Expr.Int(1, type)); break;
            default: return false;
        }
        limit = Name("limit", limit);
        step = Name("step", step);

        string name = Fresh(symbol.Name);
        _frame.Bind(symbol, new ValueBinding(new LocalRef(type, name)));
        _frame.Loops.Push(new LoopFrame("", Fresh("continued")));
        List<Stmt> body = Nested(() =>
        {
            _out.Add(new Let(_frame.Loops.Peek().Continued, Expr.Bool(false)));
            Statements([op.Body], 0);
        });
        _frame.Loops.Pop();
        _out.Add(new For(name, first, limit, step, unroll, body));
        return true;
    }

    /// <summary>Whether an operation's value may change while the loop runs: it reads memory, calls, or reads what the loop sets.</summary>
    private static bool Changes(IOperation op, HashSet<ISymbol> assigned, ISymbol variable) => op.DescendantsAndSelf().Any(o => o switch
    {
        ILocalReferenceOperation x => assigned.Contains(x.Local) || SymbolEqualityComparer.Default.Equals(x.Local, variable),
        IParameterReferenceOperation x => assigned.Contains(x.Parameter),
        IArrayElementReferenceOperation => true,
        IPropertyReferenceOperation x => x.Property.IsIndexer,
        _ => false,
    });

    private (IOperation Limit, int Unroll) UnrollRequest(IOperation limit)
    {
        if (Strip(limit) is not IInvocationOperation { TargetMethod: { ContainingType.Name: "Unroll" } method } call) return (limit, 0);
        IOperation Argument(string name) => call.Arguments.First(a => a.Parameter!.Name == name).Value;
        if (method.Name == "Count") return (Argument("count"), -1);
        return Passes.Fold.Expression(Value(Argument("factor"))) is Const c && c.IsInt(out long n) && n is >= 1 and <= 64
            ? (Argument("limit"), (int)n)
            : throw Fail(Rules.NotConstant, call.Syntax.GetLocation(), "The factor of Unroll.By, 1 to 64,");
    }

    private static (IOperation? Step, bool Down)? Increment(IOperation bottom, ILocalSymbol symbol)
    {
        if (bottom is IExpressionStatementOperation { Operation: var op }) bottom = op;
        return bottom switch
        {
            IIncrementOrDecrementOperation x when IsVariable(x.Target, symbol) => (null, x.Kind == OperationKind.Decrement),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } x when IsVariable(x.Target, symbol) => (x.Value, false),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } x when IsVariable(x.Target, symbol) => (x.Value, true),
            _ => null,
        };
    }

    private static bool IsVariable(IOperation op, ILocalSymbol symbol) =>
        Strip(op) is ILocalReferenceOperation x && SymbolEqualityComparer.Default.Equals(x.Local, symbol);
}
