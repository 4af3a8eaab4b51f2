using System.Text;
using IlgpuConv.Runtime;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The emitted C#, OpenCL C and PTX of representative kernels, word for word.</summary>
public class SnapshotTests
{
    private const string Index = "int i = Grid.IdxX * Group.DimX + Group.IdxX;";

    [Theory]
    [InlineData("Scale", $$"""
        [Kernel] internal static void Scale(ArrayView<float> x, ArrayView<float> y, float factor, int length)
        {
            {{Index}}
            if (i < length) y[i] = x[i] * factor + 0.1f;
        }
        """)]
    [InlineData("Branches", $$"""
        [Kernel] internal static void Branches(ArrayView<float> x, ArrayView<int> n, ArrayView<float> y, int length)
        {
            {{Index}}
            if (i >= length) return;
            float sum = 0;
            for (int k = 0; k < n[i]; k++)
            {
                if (k == 5) break;
                sum += x[(i * 7 + k) % length];
            }
            y[i] = sum > 0 ? sum : XMath.Exp(sum);
        }
        """)]
    [InlineData("GroupSum", """
        [Kernel] internal static void GroupSum(ArrayView<float> x, ArrayView<float> y)
        {
            ArrayView<float> row = SharedMemory.Allocate<float>(32);
            row[Group.IdxX] = x[Grid.IdxX * Group.DimX + Group.IdxX];
            Group.Barrier();
            float sum = 0;
            for (int j = 0; j < Group.DimX; j++) sum += row[j];
            if (Group.IdxX == 0) y[Grid.IdxX] = sum;
        }
        """)]
    [InlineData("Rows", """
        [Kernel] internal static void Rows(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int k, int n)
        {
            int column = Grid.IdxX * Group.DimX + Group.IdxX;
            if (column >= n) return;
            var acc = new float[2];
            for (int j = 0; j < Unroll.By(2, k); j++)
                for (int p = 0; p < 2; p++) acc[p] += a[(Grid.IdxY * 2 + p) * k + j] * b[j * n + column];
            for (int p = 0; p < 2; p++) y[(Grid.IdxY * 2 + p) * n + column] = acc[p];
        }
        """)]
    [InlineData("Bytes", $$"""
        [Kernel] internal static void Bytes(ArrayView<byte> x, ArrayView<long> y, ArrayView<int> count, long first)
        {
            {{Index}}
            y[i] = x[i] + first;
            Atomic.Add(ref count[x[i] & 7], 1);
        }
        """)]
    public void Emitted_text_is(string name, string members)
    {
        CompiledSource source = CompiledSource.Class(members);
        Assert.Empty(source.Diagnostics);
        Snapshot.Match($"{name}.launch.cs", source.Generated($"K.{name}.Launch.g.cs"));
        string text = source.Generated($"K.{name}.g.cs");
        Snapshot.Match($"{name}.reference.cs", Method(text, "Scalar"));
        Snapshot.Match($"{name}.simd.cs", string.Join("\n", new[] { 16, 8, 4 }.Select(lanes => Method(text, $"Vectors{lanes}")).Where(t => t.Length > 0)));
        string[] forms = [DeviceText(text, "OpenClWorkItems"), DeviceText(text, "OpenClLanes8")];
        Snapshot.Match($"{name}.opencl.cl", string.Join("\n", forms));
        Snapshot.Match($"{name}.kernel.ptx", DeviceText(text, "Ptx"));
    }

    /// <summary>A form of the float kernel as the device's compiler gets it.</summary>
    private static string DeviceText(string text, string name)
    {
        string head = $" System.ReadOnlySpan<byte> {name}() => KernelText.Unpack(\"";
        int at = text.LastIndexOf(head, StringComparison.Ordinal) + head.Length;
        string unpacked = Encoding.UTF8.GetString(KernelText.Unpack(Encoding.UTF8.GetBytes(text[at..text.IndexOf('"', at)])));
        string[] comment = [.. text[..at].Split('\n').Reverse().Skip(1).TakeWhile(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal)).Reverse()];
        Assert.Equal(unpacked.TrimEnd().Split('\n'), comment.Select(line => line.TrimStart().Length > 4 ? line.TrimStart()[4..] : ""));
        return unpacked;
    }

    /// <summary>The form of the float kernel: the last of that name, for the double twin comes first.</summary>
    private static string Method(string text, string name)
    {
        int at = text.LastIndexOf($" static void {name}(", StringComparison.Ordinal);
        if (at < 0) return "";
        at = text.LastIndexOf('\n', at) + 1;
        return text[at..(text.IndexOf("\n        }\n", at, StringComparison.Ordinal) + "\n        }\n".Length)];
    }
}
