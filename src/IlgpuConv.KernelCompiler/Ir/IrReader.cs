using System.Globalization;

namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>Reads the text that <see cref="IrPrinter"/> writes.</summary>
internal sealed class IrReader
{
    private readonly string _text;
    private int _at;

    private IrReader(string text) => _text = text;

    /// <exception cref="FormatException">The text is not a kernel; the message says where.</exception>
    public static KernelIr Read(string text) => new IrReader(text).Kernel();

    private KernelIr Kernel()
    {
        Open("kernel");
        string name = Word();
        Open("parameters");
        var parameters = new List<IrParameter>();
        while (!Closed())
        {
            Expect('(');
            ParameterKind kind = Enum<ParameterKind>(Word());
            string type = Word();
            parameters.Add(kind == ParameterKind.Struct
                ? new IrParameter(kind, IrType.U8, Word(), type)
                : new IrParameter(kind, Enum<IrType>(type), Word(), ""));
            Expect(')');
        }
        return new KernelIr(name, parameters, Statements());
    }

    private List<Stmt> Statements()
    {
        var body = new List<Stmt>();
        while (!Closed()) body.Add(Statement());
        return body;
    }

    private Stmt Statement()
    {
        Expect('(');
        string head = Word();
        Stmt s;
        switch (head)
        {
            case "let": s = new Let(Word(), Expression()); break;
            case "set": s = new Set(Word(), Expression()); break;
            case "array":
                bool shared = Word() == "shared";
                IrType type = Enum<IrType>(Word());
                s = new ArrayDecl(Word(), type, (int)Number(), shared);
                break;
            case "pointer":
                type = Enum<IrType>(Word());
                s = new PointerDecl(Word(), type, Word(), Expression());
                break;
            case "advance": s = new Advance(Word(), Expression()); break;
            case "store": s = new Store(Word(), Expression(), Expression()); break;
            case "prefetch": s = new PrefetchStmt(Word(), Expression()); break;
            case "barrier": s = new BarrierStmt((int)Number()); break;
            case "atomicadd":
                string result = Word();
                type = Enum<IrType>(Word());
                s = new AtomicAdd(result == "_" ? null : result, type, Word(), Expression(), Expression());
                break;
            case "if":
                Expr condition = Expression();
                Open("then");
                List<Stmt> then = Statements(), otherwise = [];
                if (!Peek(')'))
                {
                    Open("else");
                    otherwise = Statements();
                }
                s = new If(condition, then, otherwise);
                break;
            case "for": return new For(Word(), Expression(), Expression(), Expression(), (int)Number(), Statements());
            case "while": return new While(Expression(), Statements());
            default: throw Fault($"a statement, not '{head}'");
        }
        Expect(')');
        return s;
    }

    private Expr Expression()
    {
        if (!Peek('(')) return Atom(Word());
        Expect('(');
        string head = Word();
        switch (head)
        {
            case "length":
                var length = new ViewLength(Word());
                Expect(')');
                return length;
            case "cast": return Finish(Enum<IrType>(Word()), (t, o) => new Cast(t, o[0]));
            case "bits": return Finish(Enum<IrType>(Word()), (t, o) => new BitCast(t, o[0]));
            case "math": return Finish(Word(), (n, o) => new MathCall(n, o[0], o.Count > 1 ? o[1] : null));
            case "load":
                IrType type = Enum<IrType>(Word());
                return Finish(Word(), (m, o) => new Load(type, m, o[0]));
            case "select": return Finish(0, (_, o) => new Select(o[0], o[1], o[2]));
            case "fma": return Finish(0, (_, o) => new Fma(o[0], o[1], o[2]));
        }
        if (Is(head, out BinaryOp binary)) return Finish(binary, (op, o) => new Binary(op, o[0], o[1]));
        if (Is(head, out CompareOp compare)) return Finish(compare, (op, o) => new Compare(op, o[0], o[1]));
        if (Is(head, out UnaryOp unary)) return Finish(unary, (op, o) => new Unary(op, o[0]));
        throw Fault($"an expression, not '{head}'");
    }

    private Expr Finish<T>(T head, Func<T, List<Expr>, Expr> make)
    {
        var operands = new List<Expr>();
        while (!Closed()) operands.Add(Expression());
        return make(head, operands);
    }

    private Expr Atom(string word)
    {
        if (word[0] == '#') return new Special(Enum<SpecialKind>(word.Substring(1)));
        int colon = word.LastIndexOf(':');
        if (colon < 0) throw Fault($"a value with its type, not '{word}'");
        IrType type = Enum<IrType>(word.Substring(colon + 1));
        string text = word.Substring(0, colon);
        if (text[0] == '$') return new ParamRef(type, text.Substring(1));
        return char.IsDigit(text[0]) || text[0] is '-' or '.' or '+' || text is "true" or "false" or "NaN" or "Infinity"
            ? new Const(type, text)
            : new LocalRef(type, text);
    }

    private void Open(string head)
    {
        Expect('(');
        string word = Word();
        if (word != head) throw Fault($"'{head}', not '{word}'");
    }

    private bool Closed()
    {
        if (!Peek(')')) return false;
        _at++;
        return true;
    }

    private bool Peek(char c)
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        if (_at == _text.Length) throw Fault($"'{c}' or more");
        return _text[_at] == c;
    }

    private void Expect(char c)
    {
        if (!Peek(c)) throw Fault($"'{c}', not '{_text[_at]}'");
        _at++;
    }

    private string Word()
    {
        if (Peek('(') || Peek(')')) throw Fault($"a word, not '{_text[_at]}'");
        int start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not '(' and not ')') _at++;
        return _text.Substring(start, _at - start);
    }

    private long Number() => long.TryParse(Word(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long n) ? n : throw Fault("a number");

    private T Enum<T>(string word)
        where T : struct => Is(word, out T value) ? value : throw Fault($"a {typeof(T).Name}, not '{word}'");

    private static bool Is<T>(string word, out T value)
        where T : struct => System.Enum.TryParse(word, ignoreCase: true, out value) && !char.IsDigit(word[0]);

    private FormatException Fault(string expected) =>
        new($"[ir] line {_text.Take(_at).Count(c => c == '\n') + 1}: expected {expected}.");
}
