namespace IlgpuConv.Runtime.Tests.Conformance;

/// <content>Memory: patterns of access, tails, groups, atomics, chains.</content>
public abstract partial class DeviceConformance
{
    [DeviceFact]
    public void Patterns_of_access()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Patterns(_device, new(n), v[0], v[1], 5, n),
                p => MemoryKernels.Patterns(p.Float(0), p.Float(1), 5, n),
                Inputs.Floats((5 * n) + 6, 9), new float[11 * n]);
        }
    }

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Patterns_of_access_in_loops(int count)
    {
        // Whole numbers: sums are exact in any order.
        foreach (int n in Inputs.Lengths)
        {
            float[] x = Array.ConvertAll(Inputs.Ints((5 * n) + 25, -9, 9), value => (float)value);
            Lanes(n).Run(
                v => MemoryKernelsLaunch.LoopPatterns(_device, new(n), v[0], v[1], v[2], 5, count, n),
                p => MemoryKernels.LoopPatterns(p.Float(0), p.Int(1), p.Float(2), 5, count, n),
                x, Inputs.Permutation(n), new float[10 * n]);
        }
    }

    [DeviceFact]
    public void Indexed_access()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Indexed(_device, new(n), v[0], v[1], v[2], v[3], n),
                p => MemoryKernels.Indexed(p.Float(0), p.Int(1), p.Long(2), p.Float(3), n),
                Inputs.Floats(n, 9), Inputs.Permutation(n), Array.ConvertAll(Inputs.Permutation(n, 2), i => (long)i), Inputs.Floats(5 * n, 9));
        }
    }

    [DeviceFact]
    public void Bytes()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Bytes(_device, new(n), v[0], v[1], v[2], v[3], n / 2, n),
                p => MemoryKernels.Bytes(p.Byte(0), p.Int(1), p.Byte(2), p.Int(3), n / 2, n),
                Inputs.Bytes(n), Inputs.Permutation(n), Inputs.Bytes(4 * n, 2), new int[n]);
        }
    }

    [DeviceFact]
    public void Tails_of_every_length()
    {
        for (int length = 0; length <= (2 * 16) + 1; length++)
        {
            int n = length;
            Lanes(n).Run(
                v => ControlKernelsLaunch.Branches(_device, new(n), v[0], v[1], 4, n),
                p => ControlKernels.Branches(p.Int(0), p.Int(1), 4, n),
                Inputs.Ints(n, -100, 100), new int[n]);
            (Lanes(n) with { Tolerance = 1e-5 }).Run(
                v => MemoryKernelsLaunch.Accumulators(_device, new(n), v[0], v[1], 7, n),
                p => MemoryKernels.Accumulators(p.Float(0), p.Float(1), 7, n),
                Inputs.Floats(n, 5), new float[6 * n]);
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Bytes(_device, new(n), v[0], v[1], v[2], v[3], n / 2, n),
                p => MemoryKernels.Bytes(p.Byte(0), p.Int(1), p.Byte(2), p.Int(3), n / 2, n),
                Inputs.Bytes(n), Inputs.Permutation(n), Inputs.Bytes(4 * n, 2), new int[n]);
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.Long(_device, new(n), v[0], v[1], v[2], 99, n),
                p => ArithmeticKernels.Long(p.Long(0), p.Long(1), p.Long(2), 99, n),
                Inputs.AnyLongs(n, 1), Inputs.AnyLongs(n, 2), new long[13 * n]);
        }
    }

    [DeviceFact]
    public void Sums_over_a_group()
    {
        foreach (int n in Inputs.Lengths)
        {
            Comparison comparison = Lanes(n) with { GroupSize = type => _device.GroupSize(GroupKernelsLaunch.SumKernel(type)) };
            comparison.Run(
                v => GroupKernelsLaunch.Sum(_device, new(n), v[0], v[1], n),
                p => GroupKernels.Sum(p.Float(0), p.Float(1), n),
                Inputs.Floats(n, 5), new float[n]);
        }
    }

    [DeviceFact]
    public void Lanes_meet_at_barriers()
    {
        foreach (int n in Inputs.Lengths)
        {
            (Lanes(n) with { GroupSize = type => _device.GroupSize(GroupKernelsLaunch.RotateKernel(type)) }).Run(
                v => GroupKernelsLaunch.Rotate(_device, new(n), v[0], v[1], 5, n),
                p => GroupKernels.Rotate(p.Int(0), p.Int(1), 5, n),
                Inputs.AnyInts(n), new int[n]);
            (Lanes(n) with { GroupSize = type => _device.GroupSize(GroupKernelsLaunch.FirstLaneKernel(type)) }).Run(
                v => GroupKernelsLaunch.FirstLane(_device, new(n), v[0], v[1], n),
                p => GroupKernels.FirstLane(p.Int(0), p.Int(1), n),
                Inputs.AnyInts(n), new int[n]);
        }
    }

    [DeviceFact]
    public void Atomics_in_shared_memory()
    {
        foreach (int n in Inputs.Lengths)
        {
            (Lanes(n) with { GroupSize = type => _device.GroupSize(GroupKernelsLaunch.SharedCountsKernel(type)) }).Run(
                v => GroupKernelsLaunch.SharedCounts(_device, new(n), v[0], v[1], n),
                p => GroupKernels.SharedCounts(p.Int(0), p.Int(1), n),
                Inputs.AnyInts(n), new int[4]);
        }
    }

    [DeviceFact]
    public void Atomics()
    {
        foreach (int n in Inputs.Lengths.Append(5000))
        {
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Counts(_device, new(n), v[0], v[1], v[2], v[3], v[4], 7, n),
                p => MemoryKernels.Counts(p.Int(0), p.Int(1), p.UInt(2), p.Long(3), p.ULong(4), 7, n),
                Inputs.Ints(n, 0, 1000), new int[8], new uint[7], new long[7], new ulong[1]);
            Lanes(n).Run(
                v => MemoryKernelsLaunch.Tickets(_device, new(n), v[0], v[1], n),
                p => MemoryKernels.Tickets(p.Int(0), p.Int(1), n),
                new int[1], new int[n]);
        }
    }

    [DeviceTheory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Chains(ElementType type)
    {
        const int Width = 21, Height = 5;
        foreach (int blocks in new[] { 0, 1, 2, 9 })
        {
            // Small whole numbers: exact in every type.
            float[] x = Array.ConvertAll(Inputs.Ints(blocks * Width * Height, -50, 50), value => (float)value);
            Array input = type == ElementType.Float32 ? x : Array.ConvertAll(x, value => (double)value);
            Array output = type == ElementType.Float32 ? new float[x.Length] : new double[x.Length];
            using GuardedBuffer from = new(_device, input), to = new(_device, output);
            BufferView work = from.View with { Offset = 0, Length = 0 };
            _device.LaunchChain(blocks, 2 * Width * Height * type.Size(),
            [
                StageKernelsLaunch.SquareStage(_device, new(Width, Height), from.View, work, Width),
                StageKernelsLaunch.TransposeStage(_device, new(Height, Width), work, Width, Height),
                StageKernelsLaunch.CollectStage(_device, new(Height, Width), work, to.View, Width, Height),
            ]);
            var expected = new double[x.Length];
            for (int z = 0; z < blocks; z++)
                for (int h = 0; h < Height; h++)
                    for (int w = 0; w < Width; w++)
                        expected[(((z * Width) + w) * Height) + h] = (x[(((z * Height) + h) * Width) + w] * x[h]) + z;
            Array actual = to.Read();
            Assert.Equal(expected, actual.Cast<object>().Select(Convert.ToDouble));
        }
    }

    [DeviceTheory]
    [InlineData(1, 1, 1)]
    [InlineData(53, 3, 2)]
    [InlineData(700, 1, 5)]
    public void Launches_that_follow_others(int width, int y, int z)
    {
        // Small whole numbers: exact in every type.
        float[] x = Array.ConvertAll(Inputs.Ints(width * y * z, -50, 50), value => (float)value);
        float[] expected = [.. x.Select((value, i) => (3 * ((2 * value) + (i / (width * y)))) - value)];
        foreach (Array input in (Array[])[x, Array.ConvertAll(x, value => (double)value)])
        {
            using GuardedBuffer from = new(_device, input), to = new(_device, input);
            (ElementType type, var grid, var tape) = (from.View.Type, new LaunchGrid(width, y, z), new LaunchTape(_device));
            using (tape.Record())
            {
                BufferView made = _device.Allocate(x.Length * type.Size()).View(type);
                FollowKernelsLaunch.Make(_device, grid, from.View, made, width);
                FollowKernelsLaunch.Use(_device, grid, from.View, made, width);
                tape.Follow();
            }
            DeviceCommand both = Assert.Single(tape.Commands);
            Assert.Equal(type == ElementType.Float32 ? "Make > Use" : "Make/f64 > Use/f64", both.Name);
            both = both.On(handle => LaunchTape.IndexOf(handle) == 0 ? new BufferPlace(to.View.Buffer, to.View.Offset * type.Size()) : null);
            for (int run = 0; run < 3; run++)
            {
                both.Run(_device);
                Assert.Equal(expected, to.Read().Cast<object>().Select(Convert.ToSingle));
            }
        }
    }

    [DeviceFact]
    public void A_launch_checks_its_views()
    {
        using DeviceBuffer ints = _device.Allocate(16), floats = _device.Allocate(16);
        var error = Assert.Throws<ArgumentException>(() => ControlKernelsLaunch.Branches(
            _device, new(4), ints.View(ElementType.Int32), floats.View(ElementType.Float32), 1, 4));
        Assert.Equal(
            $"[launch] a view must have the kernel's element type and lie on the launch's device. Got Float32 on {_device.Id} for 'r' of " +
            $"ControlKernels.Branches, which takes Int32 on {_device.Id}.",
            error.Message);
    }

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(5)]
    public void Lane_patterns(int from)
    {
        // Numbers with few digits: contracted or not, the same.
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => MemoryKernelsLaunch.LanePatterns(_device, new(n), v[0], v[1], v[2], v[3], from, n),
                p => MemoryKernels.LanePatterns(p.Float(0), p.Int(1), p.Float(2), p.Int(3), from, n),
                Array.ConvertAll(Inputs.Ints(2 * n + 16, -40, 40), v => v / 8f), Inputs.Ints(n + 16, -9, 9), new float[2 * n], new int[2 * n]);
        }
    }
}
