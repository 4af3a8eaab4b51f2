namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>
/// Runs a kernel on a device and as plain C#, from the same arrays, and compares every array afterwards; where there are arrays of
/// float, the double twin runs too, on the same numbers.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="Grid">The extent of the launch.</param>
internal sealed record Comparison(Device Device, LaunchGrid Grid)
{
    /// <summary>The largest difference of two floats, for numbers of magnitude 1 or relative to larger ones; 0 asks for the same bits.</summary>
    public double Tolerance { get; init; }

    /// <summary>The same for the double twin, which is compared with plain floats.</summary>
    public double TwinTolerance { get; init; } = 1e-5;

    /// <summary>Lanes of a group of the plain run, by element type; 1 suits every kernel whose lanes do not meet.</summary>
    public Func<ElementType, int> GroupSize { get; init; } = _ => 1;

    public void Run(Action<BufferView[]> launch, Action<PlainMemory> plain, params Array[] arrays)
    {
        Run(ElementType.Float32, launch, plain, arrays, arrays, Tolerance);
        if (!arrays.Any(array => array is float[])) return;
        Array[] wide = Array.ConvertAll(arrays, array => array is float[] floats ? Array.ConvertAll(floats, value => (double)value) : array);
        Run(ElementType.Float64, launch, plain, arrays, wide, TwinTolerance);
    }

    private void Run(ElementType type, Action<BufferView[]> launch, Action<PlainMemory> plain, Array[] arrays, Array[] onDevice, double tolerance)
    {
        var expected = new PlainMemory(arrays);
        int lanes = GroupSize(type);
        PlainRun.Launch((int)((Grid.Lanes + lanes - 1) / lanes), Grid.Y, Grid.Z, lanes, () => plain(expected));

        GuardedBuffer[] buffers = Array.ConvertAll(onDevice, array => new GuardedBuffer(Device, array));
        launch(Array.ConvertAll(buffers, buffer => buffer.View));
        for (int k = 0; k < buffers.Length; k++)
        {
            Compare(expected[k], buffers[k].Read(), tolerance, $"array {k} as {type} over {Grid}");
            buffers[k].Dispose();
        }
    }

    private static void Compare(Array expected, Array actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            object e = expected.GetValue(i)!, a = actual.GetValue(i)!;
            bool isClose = e is float f ? IsClose(f, Convert.ToDouble(a), tolerance) : e.Equals(a);
            Assert.True(isClose, $"{what}: element {i} of {expected.Length} must be {e:R}, got {a:R}");
        }
    }

    private static bool IsClose(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
}
