using System.Reflection;
using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Runs test classes without a test host, for child processes.</summary>
internal static class TestRun
{
    /// <summary>Runs the classes, or single methods as <c>Class.Method</c>, of these names; the exit code is 0 when all passed.</summary>
    public static int Of(params IEnumerable<string> names)
    {
        int passed = 0, failed = 0;
        foreach (string name in names)
        {
            string[] parts = name.Split('.');
            Type type = typeof(TestRun).Assembly.GetTypes().Single(type => type.Name == parts[0]);
            foreach ((MethodInfo method, object?[]? values) in Cases(type).Where(one => parts.Length == 1 || one.Method.Name == parts[1]))
            {
                object? instance = null;
                try
                {
                    instance = Activator.CreateInstance(type)!;
                    method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, values, null);
                    passed++;
                }
                catch (Exception fault)
                {
                    Console.WriteLine($"{type.Name}.{method.Name}: {(fault.InnerException ?? fault).Message}");
                    failed++;
                }
                (instance as IDisposable)?.Dispose();
            }
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static IEnumerable<(MethodInfo Method, object?[]? Values)> Cases(Type type)
    {
        foreach (MethodInfo method in type.GetMethods())
        {
            if (method.GetCustomAttribute<TheoryAttribute>() is not null)
            {
                foreach (DataAttribute data in method.GetCustomAttributes<DataAttribute>())
                    foreach (object?[] values in data.GetData(method)) yield return (method, values);
            }
            else if (method.GetCustomAttribute<FactAttribute>() is not null)
            {
                yield return (method, null);
            }
        }
    }
}
