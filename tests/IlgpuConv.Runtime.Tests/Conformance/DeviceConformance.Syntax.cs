namespace IlgpuConv.Runtime.Tests.Conformance;

/// <content>Less usual ways to write things, and deep control flow.</content>
public abstract partial class DeviceConformance
{
    [DeviceTheory]
    [InlineData(3)]
    [InlineData(-4)]
    public void Unusual_forms(int uniform) => Control(SyntaxKernelsLaunch.Forms, SyntaxKernels.Forms, uniform, results: 6, -30, 30);

    [DeviceFact]
    public void Functions_of_the_framework()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => SyntaxKernelsLaunch.Functions(_device, new(n), v[0], v[1], n),
                p => SyntaxKernels.Functions(p.Float(0), p.Float(1), n),
                Inputs.Floats(n, 5), new float[4 * n]);
        }
    }

    [DeviceTheory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void Deep_control_flow(int uniform)
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => SyntaxKernelsLaunch.DeepControl(_device, new(n), v[0], v[1], v[2], uniform, n),
                p => SyntaxKernels.DeepControl(p.Int(0), p.Int(1), p.Int(2), uniform, n),
                Inputs.Ints(n, -100, 100), Inputs.Permutation(n), new int[2 * n]);
        }
    }

    [DeviceFact]
    public void Kernels_of_double_and_long()
    {
        foreach (int n in Inputs.Lengths)
        {
            // Numbers with few digits: contracted or not, the same.
            double[] x = Array.ConvertAll(Inputs.Ints(n, -40, 40), value => value / 8.0);
            float[] y = Array.ConvertAll(Inputs.Ints(n, -40, 40, 2), value => value / 4f);
            Lanes(n).Run(
                v => SyntaxKernelsLaunch.Doubles(_device, new(n), v[0], v[1], v[2], v[3], 0.75, -5, n),
                p => SyntaxKernels.Doubles(p.Double(0), p.Float(1), p.Long(2), p.Double(3), 0.75, -5, n),
                x, y, Array.ConvertAll(Inputs.Ints(n, 0, 1_000_000), value => value * 1000L), new double[4 * n]);
        }
    }

    [DeviceFact]
    public void Names_of_other_languages()
    {
        foreach (int n in Inputs.Lengths)
        {
            Lanes(n).Run(
                v => SyntaxKernelsLaunch.Names(_device, new(n), v[0], v[1], v[2], n, 0.5, 4),
                p => SyntaxKernels.Names(p.Float(0), p.Float(1), p.Int(2), n, 0.5f, 4),
                Inputs.Floats(n, 5), new float[n], Inputs.Ints(n, -9, 9));
        }
    }
}
