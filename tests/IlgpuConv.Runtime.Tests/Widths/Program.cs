using System.Globalization;
using System.Reflection;
using IlgpuConv.Runtime.Tests.Conformance;
using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests.Widths;

/// <summary>
/// The child process of <see cref="WidthTests"/>: asserts that vectors have the width that was asked for, and runs the tests that
/// depend on it. The argument is the number of lanes.
/// </summary>
internal static class Program
{
    private static readonly Type[] s_classes =
    [
        typeof(CpuConformance), typeof(LaneMath4Tests), typeof(LaneMath8Tests), typeof(LaneMath16Tests), typeof(LaneMemory4Tests),
        typeof(LaneMemory8Tests), typeof(LaneMemory16Tests),
    ];

    private static int Main(string[] arguments)
    {
        using var device = new CpuDevice(1);
        int lanes = device.Capabilities.Lanes, asked = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        if (lanes != asked)
        {
            Console.WriteLine($"asked for {asked} lanes, got {lanes}");
            return 1;
        }
        int passed = 0, failed = 0;
        foreach ((Type type, MethodInfo method, object?[]? values) in s_classes.SelectMany(Cases))
        {
            object instance = Activator.CreateInstance(type)!;
            try
            {
                method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, values, null);
                passed++;
            }
            catch (Exception fault)
            {
                Console.WriteLine($"{type.Name}.{method.Name}: {fault.Message}");
                failed++;
            }
            (instance as IDisposable)?.Dispose();
        }
        Console.WriteLine($"{lanes} lanes: {passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static IEnumerable<(Type Type, MethodInfo Method, object?[]? Values)> Cases(Type type)
    {
        foreach (MethodInfo method in type.GetMethods())
        {
            if (method.GetCustomAttribute<TheoryAttribute>() is not null)
            {
                foreach (DataAttribute data in method.GetCustomAttributes<DataAttribute>())
                    foreach (object?[] values in data.GetData(method)) yield return (type, method, values);
            }
            else if (method.GetCustomAttribute<FactAttribute>() is not null)
            {
                yield return (type, method, null);
            }
        }
    }
}
