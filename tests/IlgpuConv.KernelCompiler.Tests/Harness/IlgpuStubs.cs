namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>As much of ILGPU and of the bridge as generated text names, so that it is compiled here without either.</summary>
internal static class IlgpuStubs
{
    public const string Text = """
        namespace ILGPU
        {
            public readonly unsafe struct ArrayView<T> where T : unmanaged
            {
                public ref T this[int index] => throw null;
                public ref T this[long index] => throw null;
                public long Length => 0;
            }
            public static class Grid { public static int IdxX => 0; public static int IdxY => 0; public static int IdxZ => 0; public static int DimX => 0; public static int DimY => 0; }
            public static class Group { public static int IdxX => 0; public static int DimX => 0; public static void Barrier() { } }
            public static class SharedMemory { public static ArrayView<T> Allocate<T>(int length) where T : unmanaged => default; }
            public static class Atomic { public static int Add(ref int target, int value) => 0; public static long Add(ref long target, long value) => 0; }
            public static class Interop { public static uint FloatAsInt(float value) => 0; public static ulong FloatAsInt(double value) => 0; }
            public struct KernelConfig { }
        }
        namespace ILGPU.Runtime
        {
            public class AcceleratorStream { }
            public class Kernel { public T CreateLauncherDelegate<T>() where T : System.Delegate => null; }
        }
        namespace ILGPU.Algorithms
        {
            public static class XMath
            {
                public static float Exp(float value) => value;
                public static double Exp(double value) => value;
                public static float Max(float x, float y) => x;
                public static double Max(double x, double y) => x;
            }
        }
        namespace IlgpuConv.Ilgpu
        {
            public readonly record struct IlgpuLaunch(ILGPU.KernelConfig Config, long BlockBytes, long StrideBytes, int First);
            public static class IlgpuViews { public static ILGPU.ArrayView<T> Of<T>(in IlgpuConv.Runtime.ViewArgument view) where T : unmanaged => default; }
            public sealed unsafe class IlgpuForm(
                string name, int bytes, delegate*<ILGPU.Runtime.Kernel, System.Delegate> bind,
                delegate*<System.Delegate, ILGPU.Runtime.AcceleratorStream, in IlgpuLaunch, byte*, void> run)
            {
                public string Name => bytes > 0 && bind != null && run != null ? name : "";
                public System.Reflection.MethodInfo Source { get; init; }
                public System.Reflection.MethodInfo Scalar { get; init; }
                public bool PrefersSource { get; init; }
            }
        }
        """;

    /// <summary>Members of a class <c>K</c> in a namespace where the names of the language are ILGPU's.</summary>
    public static CompiledSource Compile(string members) => CompiledSource.Of(
        $"namespace ILGPU.Test;\ninternal static class K\n{{\n{members}\n}}\n", "global using XMath = ILGPU.Algorithms.XMath;\n#nullable disable\n" + Text);
}
