namespace IlgpuConv.Runtime.Tests.Conformance;

/// <content>Operators, literals, casts and functions.</content>
public abstract partial class DeviceConformance
{
    [DeviceFact]
    public void Operators_of_int()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.Int(_device, new(n), v[0], v[1], v[2], 5, n),
                p => ArithmeticKernels.Int(p.Int(0), p.Int(1), p.Int(2), 5, n),
                Inputs.AnyInts(n, 1), Inputs.AnyInts(n, 2), new int[19 * n]);
        }
    }

    [DeviceFact]
    public void Operators_of_uint()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.UInt(_device, new(n), v[0], v[1], v[2], 3_000_000_007, n),
                p => ArithmeticKernels.UInt(p.UInt(0), p.UInt(1), p.UInt(2), 3_000_000_007, n),
                Inputs.AnyUInts(n, 1), Inputs.AnyUInts(n, 2), new uint[12 * n]);
        }
    }

    [DeviceFact]
    public void Operators_of_long()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.Long(_device, new(n), v[0], v[1], v[2], 12_345_678_901, n),
                p => ArithmeticKernels.Long(p.Long(0), p.Long(1), p.Long(2), 12_345_678_901, n),
                Inputs.AnyLongs(n, 1), Inputs.AnyLongs(n, 2), new long[13 * n]);
        }
    }

    [DeviceFact]
    public void Operators_of_ulong()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.ULong(_device, new(n), v[0], v[1], v[2], 12_345_678_901, n),
                p => ArithmeticKernels.ULong(p.ULong(0), p.ULong(1), p.ULong(2), 12_345_678_901, n),
                Inputs.AnyULongs(n, 1), Inputs.AnyULongs(n, 2), new ulong[11 * n]);
        }
    }

    [DeviceFact]
    public void Operators_of_float()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.Float(_device, new(n), v[0], v[1], v[2], 1.5, n),
                p => ArithmeticKernels.Float(p.Float(0), p.Float(1), p.Float(2), 1.5f, n),
                Inputs.Floats(n, 5, 1), Inputs.Floats(n, 5, 2), new float[12 * n]);
        }
    }

    [DeviceFact]
    public void Products_with_a_sum_are_rounded_once()
    {
        foreach (int n in Inputs.Lengths)
        {
            (Lanes(n) with { Tolerance = 1e-5 }).Run(
                v => ArithmeticKernelsLaunch.MultiplyAdd(_device, new(n), v[0], v[1], v[2], 1.5, n),
                p => ArithmeticKernels.MultiplyAdd(p.Float(0), p.Float(1), p.Float(2), 1.5f, n),
                Inputs.Floats(n, 5, 1), Inputs.Floats(n, 5, 2), new float[7 * n]);
        }

        // One rounding: the square of 1 + 2^-12 minus its rounded square is what plain float arithmetic loses.
        // Without a contraction that is nothing.
        float a = 1 + MathF.ScaleB(1, -12);
        using DeviceBuffer x = _device.Allocate(4), y = _device.Allocate(4), r = _device.Allocate(28);
        x.View(ElementType.Float32).Fill(a);
        y.View(ElementType.Float32).Fill(a);
        ArithmeticKernelsLaunch.MultiplyAdd(_device, new(1), x.View(ElementType.Float32), y.View(ElementType.Float32), r.View(ElementType.Float32), a * a, 1);
        float lost = MathF.FusedMultiplyAdd(a, a, -(a * a));
        Assert.NotEqual(0, lost);
        Assert.Equal(RoundsOnce ? lost : 0, r.View(ElementType.Float32).ToArray<float>()[2]);
    }

    [DeviceFact]
    public void Literals_keep_their_decimal_text_in_the_twin()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => ArithmeticKernelsLaunch.Literals(_device, new(n), v[0], v[1], n),
                p => ArithmeticKernels.Literals(p.Float(0), p.Float(1), n),
                Inputs.Floats(n, 5), new float[8 * n]);
        }
        using DeviceBuffer x = _device.Allocate(8), r = _device.Allocate(64);
        x.View(ElementType.Float64).Fill(3.0);
        ArithmeticKernelsLaunch.Literals(_device, new(1), x.View(ElementType.Float64), r.View(ElementType.Float64), 1);
        Assert.Equal([3.0 * 0.1, 3.0 + 1e-3, 3.0 - 16777217, -7.5, 1, double.PositiveInfinity, double.NaN, 1], r.View(ElementType.Float64).ToArray<double>());
    }

    [DeviceFact]
    public void Casts_from_floating_point()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => CastKernelsLaunch.FromFloat(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], v[6], n),
                p => CastKernels.FromFloat(p.Float(0), p.Int(1), p.UInt(2), p.Long(3), p.ULong(4), p.Double(5), p.Byte(6), n),
                Inputs.Floats(n, 2e9), new int[n], new uint[n], new long[n], new ulong[n], new double[n], new byte[n]);
            Lanes(n).Run(
                v => CastKernelsLaunch.FromDouble(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], n),
                p => CastKernels.FromDouble(p.Double(0), p.Int(1), p.UInt(2), p.Long(3), p.ULong(4), p.Float(5), n),
                Array.ConvertAll(Inputs.Floats(n, 2e9), x => x * 1.000001), new int[n], new uint[n], new long[n], new ulong[n], new float[n]);
        }
    }

    [DeviceFact]
    public void Casts_from_integers()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => CastKernelsLaunch.FromInt(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], v[6], n),
                p => CastKernels.FromInt(p.Int(0), p.UInt(1), p.Long(2), p.ULong(3), p.Float(4), p.Double(5), p.Byte(6), n),
                Inputs.AnyInts(n), new uint[n], new long[n], new ulong[n], new float[n], new double[n], new byte[n]);
            Lanes(n).Run(
                v => CastKernelsLaunch.FromUInt(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], n),
                p => CastKernels.FromUInt(p.UInt(0), p.Int(1), p.Long(2), p.ULong(3), p.Float(4), p.Double(5), n),
                Inputs.AnyUInts(n), new int[n], new long[n], new ulong[n], new float[n], new double[n]);
            Lanes(n).Run(
                v => CastKernelsLaunch.FromLong(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], n),
                p => CastKernels.FromLong(p.Long(0), p.Int(1), p.UInt(2), p.ULong(3), p.Float(4), p.Double(5), n),
                Inputs.AnyLongs(n), new int[n], new uint[n], new ulong[n], new float[n], new double[n]);
            Lanes(n).Run(
                v => CastKernelsLaunch.FromULong(_device, new(n), v[0], v[1], v[2], v[3], v[4], v[5], n),
                p => CastKernels.FromULong(p.ULong(0), p.Int(1), p.UInt(2), p.Long(3), p.Float(4), p.Double(5), n),
                Inputs.AnyULongs(n), new int[n], new uint[n], new long[n], new float[n], new double[n]);
        }
    }

    [DeviceFact]
    public void Casts_of_values_that_are_the_same_for_all_lanes() => Lanes(1).Run(
        v => CastKernelsLaunch.Uniform(_device, new(1), v[0], v[1], -2.75f, 1e15, -7, 4_000_000_000, -5_000_000_000, ulong.MaxValue),
        p => CastKernels.Uniform(p.Float(0), p.Long(1), -2.75f, 1e15, -7, 4_000_000_000, -5_000_000_000, ulong.MaxValue),
        new float[5], new long[7]);

    [DeviceFact]
    public void Functions_that_round_once()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => MathKernelsLaunch.Exact(_device, new(n), v[0], v[1], v[2], 2.25, n),
                p => MathKernels.Exact(p.Float(0), p.Float(1), p.Float(2), 2.25f, n),
                Inputs.Floats(n, 5, 1), Inputs.Floats(n, 5, 2), new float[10 * n]);
        }
        float[] corners = [float.NaN, 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, 1f, -1f];
        float[] x = [.. corners.SelectMany(_ => corners)], y = [.. corners.SelectMany(corner => Enumerable.Repeat(corner, corners.Length))];
        Lanes(x.Length).Run(
            v => MathKernelsLaunch.Exact(_device, new(x.Length), v[0], v[1], v[2], 0.25, x.Length),
            p => MathKernels.Exact(p.Float(0), p.Float(1), p.Float(2), 0.25f, x.Length),
            x, y, new float[10 * x.Length]);
    }

    [DeviceFact]
    public void Functions_that_are_close()
    {
        foreach (int n in Inputs.Lengths)
        {
            (Lanes(n) with { Tolerance = 1e-6, TwinTolerance = 2e-5 }).Run(
                v => MathKernelsLaunch.Near(_device, new(n), v[0], v[1], v[2], 1.75, n),
                p => MathKernels.Near(p.Float(0), p.Float(1), p.Float(2), 1.75f, n),
                Inputs.Floats(n, 4, 1), Inputs.Floats(n, 4, 2), new float[9 * n]);
        }
    }

    [DeviceFact]
    public void Bits_of_floats_have_a_twin_of_their_own()
    {
        foreach (int n in Inputs.Lengths)
        {
            float[] x = Inputs.Floats(n, 5);
            using GuardedBuffer input = new(_device, x), bits = new(_device, new uint[n]), result = new(_device, new float[n]);
            MathKernelsLaunch.Bits(_device, new(n), input.View, bits.View, result.View, n);
            Assert.Equal(Array.ConvertAll(x, BitConverter.SingleToUInt32Bits), bits.Read());
            Assert.Equal(Array.ConvertAll(x, value => -value), result.Read());

            double[] wide = Array.ConvertAll(x, value => value * 1.1);
            using GuardedBuffer wideInput = new(_device, wide), wideResult = new(_device, new double[n]);
            MathKernelsLaunch.Bits(_device, new(n), wideInput.View, bits.View, wideResult.View, n);
            Assert.Equal(Array.ConvertAll(wide, value => (uint)(BitConverter.DoubleToUInt64Bits(value) >> 32)), bits.Read());
            Assert.Equal(Array.ConvertAll(wide, value => -value), wideResult.Read());
        }
    }
}
