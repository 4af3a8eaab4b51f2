using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Calls the lane class of one width by name, with vectors packed from arrays.</summary>
internal sealed unsafe class LaneProbe(int lanes)
{
    private readonly Type _class = lanes switch { 4 => typeof(Lanes4), 8 => typeof(Lanes8), _ => typeof(Lanes16) };

    public int Lanes => lanes;

    /// <summary>The address of the first element of <paramref name="memory"/>, which is pinned, as an argument.</summary>
    public static Address At<T>(T[] memory, int index = 0)
        where T : unmanaged => new((nint)Unsafe.AsPointer(ref memory[index]), typeof(T*));

    public static T[] Pinned<T>(int length)
        where T : unmanaged => GC.AllocateArray<T>(length, pinned: true);

    public object Pack<T>(params T[] values)
        where T : unmanaged
    {
        Assert.Equal(lanes, values.Length);
        fixed (T* p = values)
        {
            return (lanes * sizeof(T)) switch
            {
                16 => Unsafe.ReadUnaligned<Vector128<T>>(p),
                32 => Unsafe.ReadUnaligned<Vector256<T>>(p),
                _ => Unsafe.ReadUnaligned<Vector512<T>>(p),
            };
        }
    }

    public object Mask(bool[] active) => Pack(Array.ConvertAll(active, isActive => isActive ? -1 : 0));

    public T[] Call<T>(string name, Type element, params object[] arguments)
        where T : unmanaged => Unpack<T>(Invoke(name, element, arguments)!);

    public object? Invoke(string name, Type element, params object[] arguments)
    {
        MethodInfo method = _class.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name == name)
            .OrderBy(method => method.IsGenericMethodDefinition)
            .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod(element) : method)
            .First(method => Takes(method, arguments));
        object?[] raw = Array.ConvertAll(arguments, argument => argument is Address address ? Pointer.Box((void*)address.Value, address.Type) : argument);
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, raw, null);
    }

    private static bool Takes(MethodInfo method, object[] arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.Length != arguments.Length) return false;
        for (int i = 0; i < arguments.Length; i++)
            if (parameters[i].ParameterType != (arguments[i] is Address address ? address.Type : arguments[i].GetType())) return false;
        return true;
    }

    private T[] Unpack<T>(object vector)
        where T : unmanaged
    {
        var values = new T[lanes];
        fixed (T* p = values)
        {
            switch (vector)
            {
                case Vector128<T> v: Unsafe.WriteUnaligned(p, v); break;
                case Vector256<T> v: Unsafe.WriteUnaligned(p, v); break;
                case Vector512<T> v: Unsafe.WriteUnaligned(p, v); break;
                default: Assert.Fail($"{vector.GetType()} is no vector of {typeof(T)}"); break;
            }
        }
        return values;
    }

    /// <summary>An address as an argument.</summary>
    public readonly record struct Address(nint Value, Type Type);
}
