namespace IlgpuConv.Runtime;

/// <summary>Something that a device was asked to do, kept to be done later and often.</summary>
internal abstract class DeviceCommand
{
    /// <summary>The buffers that the command reads and writes; one that is both stands for both.</summary>
    public abstract IReadOnlyList<BufferUse> Uses { get; }

    /// <summary>What runs, in words.</summary>
    public abstract string Name { get; }

    /// <summary>The same command on real memory: <paramref name="place"/> says where a recorded buffer lies, and null of any other.</summary>
    public abstract DeviceCommand On(Func<nint, BufferPlace?> place);

    /// <summary>Does it. Nothing is allocated.</summary>
    public abstract void Run(Device device);
}
