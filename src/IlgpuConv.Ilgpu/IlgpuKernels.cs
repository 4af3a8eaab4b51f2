using System.Collections.Concurrent;
using IlgpuConv.Runtime;

namespace IlgpuConv.Ilgpu;

/// <summary>The forms of kernels for ILGPU, by the name of the kernel. Those of the library are there from the start.</summary>
public static class IlgpuKernels
{
    private static readonly ConcurrentDictionary<string, IlgpuForm> s_forms = new(KernelTable.All().ToDictionary(form => form.Name));

    /// <summary>All forms, by name.</summary>
    public static IReadOnlyList<IlgpuForm> All => [.. s_forms.Values.OrderBy(form => form.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Adds the forms of another assembly: one that compiles the same kernel files against ILGPU and passes its <c>KernelTable.All()</c>.
    /// </summary>
    public static void Add(params IlgpuForm[] forms)
    {
        ArgumentNullException.ThrowIfNull(forms);
        foreach (IlgpuForm form in forms) s_forms[form.Name] = form;
    }

    /// <summary>The form of a kernel.</summary>
    /// <exception cref="ArgumentException">There is none, or it takes other arguments.</exception>
    internal static IlgpuForm Of(Kernel kernel, string device)
    {
        if (!s_forms.TryGetValue(kernel.Name, out IlgpuForm? form))
        {
            throw new ArgumentException(
                "[ilgpu] a kernel must have a form for ILGPU: compile its file against ILGPU too, and pass KernelTable.All() to IlgpuKernels.Add. " +
                $"Got {kernel.Name} on {device}.",
                nameof(kernel));
        }
        if (form.ArgumentBytes == kernel.ArgumentBytes) return form;
        throw new ArgumentException(
            "[ilgpu] a kernel and its form for ILGPU must be compiled from the same file. " +
            $"Got {kernel.Name} with {kernel.ArgumentBytes} bytes of arguments, and a form of {form.ArgumentBytes}.",
            nameof(kernel));
    }
}
