using System.Runtime.CompilerServices;

namespace IlgpuConv.Runtime;

/// <summary>The checks that a generated launch makes of its arguments.</summary>
public static class LaunchCheck
{
    /// <summary>Turns a view into an argument.</summary>
    /// <exception cref="ArgumentException">The view has another element type or lies on another device than the launch.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ViewArgument View(Device device, in BufferView view, ElementType type, string kernel, string parameter)
    {
        if (view.Buffer is null || view.Type != type || !ReferenceEquals(view.Buffer.Device, device)) Refuse(device, view, type, kernel, parameter);
        LaunchTape.Of(device)?.Note(view.Buffer!);
        return new(view.Buffer!.Handle, view.Offset, view.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(Device device, BufferView view, ElementType type, string kernel, string parameter) => throw new ArgumentException(
        view.Buffer is null
            ? $"[launch] every view of a launch has a buffer. Got none for '{parameter}' of {kernel}."
            : $"[launch] a view must have the kernel's element type and lie on the launch's device. Got {view.Type} on {view.Buffer.Device.Id} "
            + $"for '{parameter}' of {kernel}, which takes {type} on {device.Id}.");
}
