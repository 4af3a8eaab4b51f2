using IlgpuConv.Runtime;
using static IlgpuConv.KernelCompiler.Tests.Inputs;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Every operator, conversion, function and intrinsic at every type, in every form of the kernel, against plain C#.</summary>
public class ExpressionTests
{
    private const string Integers = "int uint long ulong";

    /// <summary>A result type, and an expression over the varying <c>a, b</c> of that type, the uniform <c>c</c>, and <c>s</c> in 1 to 3.</summary>
    private static readonly (string Types, string Expression)[] s_expressions =
    [
        ($"{Integers} float double", "a + b * c - a"),
        ($"{Integers} float double", "a * b - c"),
        ("int long float double", "-a + -(c * b)"),
        ($"{Integers} float double", "(a < b ? a : b) + (a >= c ? a : c) + (b <= c ? b : a) + (a > b ? c : b) + (a == b ? a : c) + (a != c ? b : c)"),
        (Integers, "a / (b | 1) + a % (c | 1)"),
        (Integers, "a / 7 + a % 7"),
        (Integers, "(a & b) | (a ^ c) + ~b"),
        (Integers, "(a << 3) + (b >> 2) + (b >>> 1) + (c << s) + (a >> s) + (c >>> s)"),
        ($"{Integers} float double", "XMath.Min(a, b) + XMath.Max(a, c) * 2 + XMath.Clamp(b, c, c + 5)"),
        ("int long float double", "XMath.Abs(a) - XMath.Abs(b)"),
        ("float double", "a / (b * b + 1)"),
        ("float double", "XMath.Sqrt(a * a + 1) + XMath.Rsqrt(b * b + 2)"),
        ("float double", "XMath.Exp(a / 4) - XMath.Log(b * b + 1)"),
        ("float double", "XMath.Sin(a) + XMath.Cos(b * 3)"),
        ("float double", "XMath.Tanh(a / 3) + XMath.Pow(b * b + 1, a / 8)"),
        ("float double", "XMath.Floor(a / 3) + 2 * XMath.Ceiling(b / 3)"),
        ("int", "(int)(uint)a + (int)(long)b + (int)(float)c + (int)(double)a + (byte)b"),
        ("uint", "(uint)(int)a + (uint)(ulong)b + (uint)(byte)c"),
        ("long", "(long)(int)a + (long)(float)b + (long)(double)c + (long)(uint)b + (long)(byte)a"),
        ("ulong", "(ulong)(uint)a + (ulong)(long)b + (ulong)(byte)c"),
        ("float", "(float)(int)a + (float)(long)b + (float)(double)c + (float)(uint)s"),
        ("double", "(double)(int)a + (double)(long)b + (double)(float)c + (double)(uint)s"),
        ("float", "a * 0.5f + 1.25f - b * 2 + float.MaxValue * 0"),
        ("double", "a * 0.1 + 1e-3 - b / 3.0"),
        ("int", "int.MaxValue + a + int.MinValue"),
        ("long", "long.MaxValue + a + 5000000000"),
        ("uint", "uint.MaxValue - a + 4000000000"),
        ("ulong", "ulong.MaxValue - a + 10000000000000000000"),
        ("int", "(a > 0) & (b > 0) | (c > 0) ^ (a > b) ? 1 : !(a > b) && b > c ? 2 : 3"),
        ("int", "Group.IdxX / Group.DimX + Grid.IdxY + 10 * Grid.IdxZ + 100 * Grid.DimY + 1000 * Grid.DimZ"),
        ("int", "default(int) + sizeof(int) + Limit + (int)Ratio + System.Math.Max(a, b)"),
        ("float", "System.MathF.Sqrt(a * a) + System.Math.Abs(b) + (float)default(float)"),
    ];

    private static readonly (string Type, string Expression)[] s_cases = [.. s_expressions.SelectMany(e => e.Types.Split(' ').Select(t => (t, e.Expression)))];

    private static readonly Lazy<CompiledSource> s_source = new(() => CompiledSource.Class("private const int Limit = 7; private const double Ratio = 2.5;\n" + string.Join("\n", s_cases.Select((c, i) => $$"""
        [Kernel]
        internal static void Run{{i}}(ArrayView<{{c.Type}}> x, ArrayView<int> shift, ArrayView<{{c.Type}}> y, {{c.Type}} c, int length)
        {
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            if (i >= length) return;
            {{c.Type}} a = x[i], b = x[length - 1 - i];
            int s = shift[i] & 3;
            y[Grid.IdxZ * length * Grid.DimY + Grid.IdxY * length + i] = ({{c.Type}})({{c.Expression}});
        }
        """))));

    public static TheoryData<int, string, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string, string>();
            for (int i = 0; i < s_cases.Length; i++) data.Add(i, s_cases[i].Type, s_cases[i].Expression);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operator_computes_what_plain_CSharp_does(int index, string type, string expression)
    {
        Assert.NotEmpty(expression);
        const int Length = 37;
        (Array x, object c) = type switch
        {
            "int" => ((Array)Ints(Length), (object)3),
            "uint" => (UInts(Length), 3u),
            "long" => (Longs(Length), 3L),
            "ulong" => (ULongs(Length), 3ul),
            "float" => (Floats(Length), 3f),
            _ => (Array.ConvertAll(Floats(Length), v => (double)v), 3.0),
        };
        Array y = Array.CreateInstance(x.GetType().GetElementType()!, 6 * Length);
        KernelRun.Agree(s_source.Value, $"Run{index}", new LaunchGrid(Length, 2, 3), 1e-5, x, Ints(Length), y, c, Length);
    }

    [Fact]
    public void Bits_of_floats_are_those_of_CSharp() => KernelRun.Agree(
        """
        [Kernel(Twin = nameof(RunDouble))]
        internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
        {
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            if (i < length) y[i] = Interop.IntAsFloat(Interop.FloatAsInt(x[i]) ^ 0x80000000u);
        }
        internal static void RunDouble(ArrayView<double> x, ArrayView<double> y, int length)
        {
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            if (i < length) y[i] = Interop.IntAsFloat(Interop.FloatAsInt(x[i]) ^ 0x8000000000000000ul);
        }
        """,
        "Run", new LaunchGrid(37), Floats(37), new float[37], 37);

    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void Special_values_are_those_of_CSharp(string type) => KernelRun.Agree(
        $$"""
        [Kernel]
        internal static void Run(ArrayView<float> x, ArrayView<int> y, int length)
        {
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            if (i >= length) return;
            {{type}} v = ({{type}})x[i] / ({{type}})0;
            int r = v == v ? 1 : 2;
            r += v < 0 ? 10 : 20;
            r += !(v < 0) ? 100 : 200;
            r += v != {{type}}.PositiveInfinity ? 1000 : 2000;
            r += v >= {{type}}.NegativeInfinity ? 10000 : 20000;
            r += XMath.Max(v, 1) == 1 ? 100000 : 200000;
            y[i] = r;
        }
        """,
        "Run", new LaunchGrid(37), Floats(37), new int[37], 37);
}
