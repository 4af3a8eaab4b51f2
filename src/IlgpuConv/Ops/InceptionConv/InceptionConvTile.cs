using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one size of the tile kernel of Inception convolution.</summary>
internal delegate void InceptionConvLaunch(
    Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView y, BufferView table, in InceptionConvArgs a);

/// <summary>A tile size, positions by vectors of channels, and the kernel that has it.</summary>
internal sealed record InceptionConvTile(ConvTile Size, InceptionConvLaunch Launch)
{
    private static readonly InceptionConvTile[] s_all =
    [
        new(new(6, 4), InceptionConvKernelsLaunch.Gather6x4),
        new(new(14, 2), InceptionConvKernelsLaunch.Gather14x2),
        new(new(6, 2), InceptionConvKernelsLaunch.Gather6x2),
        new(new(14, 1), InceptionConvKernelsLaunch.Gather14x1),
        new(new(7, 1), InceptionConvKernelsLaunch.Gather7x1),
    ];

    /// <summary>The tiles that fit into a number of vector registers: accumulators, weights and one broadcast.</summary>
    public static InceptionConvTile[] Of(int registers) => Array.FindAll(s_all, t => (t.Size.Rows + 1) * t.Size.Vectors + 1 <= registers);
}
