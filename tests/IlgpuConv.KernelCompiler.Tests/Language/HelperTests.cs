using IlgpuConv.Runtime;
using static IlgpuConv.KernelCompiler.Tests.Inputs;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>What a kernel is put together of: helpers, operator structs, argument structs, views of all types, shared memory.</summary>
public class HelperTests
{
    private const string Index = "int i = Grid.IdxX * Group.DimX + Group.IdxX; if (i >= length) return;";

    [Fact]
    public void Helpers_are_inlined() => Agree(
        $$"""
        [Kernel]
        internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
        {
            {{Index}}
            float s = 0, t = 1;
            Accumulate(ref s, x[i], 2);
            Accumulate(ref y[i], x[i], 3);
            Split(i, 5, out int q, out int r);
            static float Fourth(float v)
            {
                float square = v * v;
                return square * square;
            }
            y[i] += Fourth(x[i]);
            y[i] += s + q * 100 + r + First(x, i, length) + Sign(x[i]) + Twice(in t) + Twice(Twice(t));
        }
        static void Accumulate(ref float sum, float value, [Constant] int times)
        {
            for (int j = 0; j < times; j++) sum += value;
        }
        static void Split(int i, int by, out int quotient, out int remainder)
        {
            quotient = i / by;
            remainder = i - quotient * by;
        }
        static float First(ArrayView<float> v, int from, int length)
        {
            for (int j = from; j < length; j++) if (v[j] > 3) return v[j];
            return -1;
        }
        static int Sign(float v)
        {
            if (v > 0) return 1;
            if (v < 0) return -1;
            return 0;
        }
        static float Twice(in float v) => v * 2;
        """);

    [Fact]
    public void Operator_structs_choose_code() => Agree(
        $$"""
        internal interface IOperation { static abstract float Apply(float a, float b); static abstract float Start { get; } }
        internal readonly struct Sum : IOperation { public static float Apply(float a, float b) => a + b; public static float Start => 0; }
        internal readonly struct Most : IOperation { public static float Apply(float a, float b) => XMath.Max(a, b); public static float Start => float.NegativeInfinity; }
        [Kernel]
        internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
        {
            {{Index}}
            y[i] = Reduce<Sum>(x, i, length) + 100 * Reduce<Most>(x, i, length);
        }
        static float Reduce<T>(ArrayView<float> x, int i, int length) where T : struct, IOperation
        {
            float r = T.Start;
            for (int j = 0; j < 3; j++) r = T.Apply(r, x[(i + j) % length]);
            return r;
        }
        """);

    [Fact]
    public void Generic_helpers_close_over_their_types() => Agree(
        $$"""
        internal interface IFunction { static abstract float Of(float v); }
        internal readonly struct Square : IFunction { public static float Of(float v) => v * v; }
        internal readonly struct Twice<T> : IFunction where T : struct, IFunction { public static float Of(float v) => T.Of(T.Of(v)); }
        [Kernel]
        internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
        {
            {{Index}}
            y[i] = Map<Twice<Square>>(x[i] / 4);
        }
        static float Map<T>(float v) where T : struct, IFunction => T.Of(v);
        """);

    [Fact]
    public void Argument_structs_hold_integers_and_computed_properties()
    {
        CompiledSource source = CompiledSource.Of(
            """
            namespace Test;
            public readonly record struct Inner(int A, long B);
            public readonly record struct Shape(int Rows, uint Columns, ulong Big, Inner Inner)
            {
                public int Cells => Rows * (int)Columns;
                public int Of(int row) => row * (int)Columns + Inner.A;
            }
            internal static class K
            {
                [Kernel]
                internal static void Run(ArrayView<float> x, ArrayView<float> y, Shape shape, float factor)
                {
                    int i = Grid.IdxX * Group.DimX + Group.IdxX;
                    if (i < shape.Cells) y[i] = Value(x, shape, i) * factor;
                }
                static float Value(ArrayView<float> x, in Shape s, int i) => x[i] + s.Of(2) + s.Inner.B + (float)s.Big;
            }
            """);
        Type inner = source.Assembly.GetType("Test.Inner")!;
        object shape = Activator.CreateInstance(source.Assembly.GetType("Test.Shape")!, 5, 7u, 11ul, Activator.CreateInstance(inner, 2, 3L))!;
        KernelRun.Agree(source, "Run", new LaunchGrid(40), 1e-5, Floats(40), new float[40], shape, 1.5f);
    }

    [Theory]
    [InlineData("byte")]
    [InlineData("int")]
    [InlineData("uint")]
    [InlineData("long")]
    [InlineData("ulong")]
    [InlineData("float")]
    [InlineData("double")]
    public void Views_of_every_type_are_read_and_written(string type)
    {
        string members = $$"""
            [Kernel]
            internal static void Run(ArrayView<{{type}}> x, ArrayView<{{type}}> y, ArrayView<int> at, int length)
            {
                {{Index}}
                y[i] = x[i];
                y[length + i] = x[at[i] & 31];
                y[2 * length + ((i * 5) % length)] = x[(long)i];
                if (i % 3 == 0) y[3 * length + i] = x[0];
                if (i % 3 == 1) y[3 * length + i] = x[i];
                if (i % 3 == 2) y[3 * length + i] = x[length - 1 - i];
                y[4 * length + i] = ({{type}})(x[i] + 1);
                y[5 * length + i] = ({{type}})(x[i / 4] + x[i * 2 % length]);
            }
            """;
        const int Length = 37;
        Array x = type switch
        {
            "byte" => Bytes(Length),
            "int" => Ints(Length),
            "uint" => UInts(Length),
            "long" => Longs(Length),
            "ulong" => ULongs(Length),
            "float" => Floats(Length),
            _ => Array.ConvertAll(Floats(Length), v => (double)v),
        };
        KernelRun.Agree(members, "Run", new LaunchGrid(Length), x, Array.CreateInstance(x.GetType().GetElementType()!, 6 * Length), Ints(Length), Length);
    }

    [Fact]
    public void Shared_memory_and_barriers_order_the_lanes_of_a_group() => KernelRun.Agree(
        """
        [Kernel]
        internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
        {
            ArrayView<float> row = SharedMemory.Allocate<float>(32);
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            row[Group.IdxX] = i < length ? x[i] : 0f;
            Group.Barrier();
            float sum = 0;
            for (int j = 0; j < Group.DimX; j++) sum += row[j];
            Group.Barrier();
            row[Group.DimX - 1 - Group.IdxX] = sum;
            Group.Barrier();
            if (i < length) y[i] = row[Group.IdxX] - sum + x[i];
        }
        """,
        "Run", new LaunchGrid(37), Floats(37), new float[37], 37);

    [Theory]
    [InlineData("int")]
    [InlineData("uint")]
    [InlineData("long")]
    [InlineData("ulong")]
    public void Atomic_additions_lose_nothing(string type)
    {
        string members = $$"""
            [Kernel]
            internal static void Run(ArrayView<int> x, ArrayView<{{type}}> sums, ArrayView<{{type}}> former, int length)
            {
                {{Index}}
                if (x[i] < 0) Atomic.Add(ref sums[0], ({{type}})1);
                Atomic.Add(ref sums[1 + (i & 3)], ({{type}})(x[i] + 30));
                former[i] = Atomic.Add(ref sums[5 + i], ({{type}})7);
            }
            """;
        Array sums = type switch { "int" => new int[50], "uint" => new uint[50], "long" => new long[50], _ => new ulong[50] };
        object[] results = KernelRun.Agree(members, "Run", new LaunchGrid(37), Ints(37), sums, Array.CreateInstance(sums.GetType().GetElementType()!, 37), 37);
        Assert.Equal(Ints(37).Count(v => v < 0), Convert.ToInt32(((Array)results[1]).GetValue(0)));
    }

    [Fact]
    public void Every_length_around_a_group_is_right()
    {
        CompiledSource source = CompiledSource.Class(
            $$"""
            [Kernel]
            internal static void Run(ArrayView<float> x, ArrayView<float> y, int length)
            {
                int i = Grid.IdxX * Group.DimX + Group.IdxX;
                if (i < length) y[i] = x[i] * 2 + 1;
            }
            """);
        for (int length = 0; length < 70; length++)
            KernelRun.Agree(source, "Run", new LaunchGrid(length), 0, Floats(length), new float[length], length);
    }

    private static void Agree(string members) => KernelRun.Agree(members, "Run", new LaunchGrid(37), Floats(37), new float[37], 37);
}
