using System.Reflection;
using System.Text;
using IlgpuConv.Runtime;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The PTX of every kernel of the library, and of its double twin.</summary>
internal static unsafe class PtxFiles
{
    public static IEnumerable<(string Name, string Text)> All =>
        from type in typeof(Tensors.Tensor).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where method.ReturnType == typeof(Kernel) && method.GetParameters().Select(p => p.ParameterType).SequenceEqual([typeof(ElementType)])
        from kernel in new[] { ElementType.Float32, ElementType.Float64 }.Select(e => (Kernel)method.Invoke(null, [e])!).Distinct()
        select (kernel.Name, Text(kernel));

    /// <summary>Writes them into a folder, for the tools of others.</summary>
    public static int Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in All) File.WriteAllText(Path.Combine(folder, name.Replace('/', '-') + ".ptx"), text);
        Console.WriteLine($"{Directory.GetFiles(folder, "*.ptx").Length} texts");
        return 0;
    }

    private static string Text(Kernel kernel) => Encoding.UTF8.GetString(kernel.Code.Ptx());
}
