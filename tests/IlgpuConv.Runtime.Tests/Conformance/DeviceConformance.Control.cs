namespace IlgpuConv.Runtime.Tests.Conformance;

/// <content>Statements, helpers, and places in the grid.</content>
public abstract partial class DeviceConformance
{
    [DeviceTheory]
    [InlineData(0)]
    [InlineData(7)]
    public void Branches(int uniform) => Control(ControlKernelsLaunch.Branches, ControlKernels.Branches, uniform, results: 1, -100, 100);

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(7)]
    public void Early_returns(int uniform) => Control(ControlKernelsLaunch.EarlyReturns, ControlKernels.EarlyReturns, uniform, results: 1, -10, 30);

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(6)]
    public void For_loops(int uniform) => Control(ControlKernelsLaunch.ForLoops, ControlKernels.ForLoops, uniform, results: 1, -5, 20);

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(9)]
    public void While_and_do_loops(int uniform) => Control(ControlKernelsLaunch.WhileLoops, ControlKernels.WhileLoops, uniform, results: 3, -20, 50);

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(11)]
    public void Break_and_continue(int uniform) => Control(ControlKernelsLaunch.Jumps, ControlKernels.Jumps, uniform, results: 1, -5, 60);

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(13)]
    public void Unrolled_loops(int uniform) => Control(HelperKernelsLaunch.Unrolled, HelperKernels.Unrolled, uniform, results: 1, -50, 50);

    [DeviceTheory]
    [InlineData(3)]
    [InlineData(-8)]
    public void Parameters_by_reference(int uniform) => Control(HelperKernelsLaunch.References, HelperKernels.References, uniform, results: 3, -50, 50);

    [DeviceTheory]
    [InlineData(5)]
    [InlineData(49)]
    public void Returns_inside_helpers(int uniform) => Control(HelperKernelsLaunch.Returns, HelperKernels.Returns, uniform, results: 3, -5, 60);

    [DeviceTheory]
    [InlineData(2)]
    [InlineData(20)]
    public void Arrays_of_a_lane(int uniform) => Control(MemoryKernelsLaunch.PrivateArrays, MemoryKernels.PrivateArrays, uniform, results: 2, 0, 50);

    [DeviceTheory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4)]
    public void Conditions_guard_what_they_load(int uniform)
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ControlKernelsLaunch.Conditions(_device, new(n), v[0], v[1], v[2], uniform, n),
                p => ControlKernels.Conditions(p.Int(0), p.Int(1), p.Int(2), uniform, n),
                Inputs.Ints(n, -5, 20), Inputs.Ints(n, -100, 100, 2), Inputs.Ints(8 * n, -99, -90));
        }
    }

    [DeviceFact]
    public void Grids_of_three_dimensions()
    {
        foreach ((int n, int y, int z) in new[] { (1, 1, 1), (7, 3, 1), (20, 1, 4), (33, 3, 5) })
        {
            Lanes(n, y, z).Run(
                v => ControlKernelsLaunch.GridPlaces(_device, new(n, y, z), v[0], n), p => ControlKernels.GridPlaces(p.Int(0), n), new int[n * y * z]);
        }
    }

    [DeviceFact]
    public void Structs_as_arguments()
    {
        foreach (int n in Inputs.Lengths)
        {
            HelperKernels.Box box = new(9, 4, 123_456_789_012), other = new(3, -2, 5);
            Lanes(n).Run(
                v => HelperKernelsLaunch.Structs(_device, new(n), v[0], box, other, n), p => HelperKernels.Structs(p.Int(0), box, other, n), new int[3 * n]);
        }
    }

    [DeviceFact]
    public void Operator_structs()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => HelperKernelsLaunch.Sums(_device, new(n), v[0], v[1], n),
                p => HelperKernels.Sums(p.Int(0), p.Int(1), n),
                Inputs.Ints(n, -50, 50), new int[2 * n]);
        }
    }

    [DeviceFact]
    public void Prefetches_of_elements_that_do_not_exist()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => HelperKernelsLaunch.Prefetched(_device, new(n), v[0], v[1], n),
                p => HelperKernels.Prefetched(p.Int(0), p.Int(1), n),
                Inputs.Ints(n, -50, 50), new int[n]);
        }
    }

    [DeviceFact]
    public void Constants_that_shape_the_code()
    {
        foreach (int n in Inputs.Lengths)
        {
            int[] x = Inputs.Ints(n, -50, 50);
            Lanes(n).Run(v => HelperKernelsLaunch.Tile2(_device, new(n), v[0], v[1], n), p => HelperKernels.Tile2(p.Int(0), p.Int(1), n), x, new int[2 * n]);
            Lanes(n).Run(v => HelperKernelsLaunch.Tile5(_device, new(n), v[0], v[1], n), p => HelperKernels.Tile5(p.Int(0), p.Int(1), n), x, new int[5 * n]);
        }
    }

    private void Control(
        Action<Device, LaunchGrid, BufferView, BufferView, int, int> launch,
        Action<ArrayView<int>, ArrayView<int>, int, int> plain,
        int uniform,
        int results,
        int low,
        int high)
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => launch(_device, new(n), v[0], v[1], uniform, n),
                p => plain(p.Int(0), p.Int(1), uniform, n),
                Inputs.Ints(n, low, high), Inputs.Ints(results * n, -99, -90));
        }
    }
}
