using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <summary>The form of a kernel that the <c>cpu</c> device runs: the widest for the vectors present.</summary>
internal readonly unsafe struct CpuProgram(delegate*<byte*, GroupRange*, void> code, int lanes)
{
    /// <summary>The entry point.</summary>
    public readonly delegate*<byte*, GroupRange*, void> Code = code;

    /// <summary>Lanes of a group.</summary>
    public readonly int Lanes = lanes;

    /// <summary>Bits of the widest vectors that this processor runs at full speed: 512, 256 or 128.</summary>
    public static int MachineVectorBits { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Makes the machine code, which the first call would do otherwise.</summary>
    public void Compile()
    {
        var none = new GroupRange(0, 0, 1, 1, 1);
        Code(null, &none);
    }

    /// <summary>
    /// Takes the form of <paramref name="kernel"/> whose vectors fit <paramref name="vectorBits"/> bits, or the next narrower one.
    /// With 8-byte elements a group has half as many lanes, but not fewer than 4.
    /// </summary>
    /// <exception cref="ArgumentException">The kernel has no vector form.</exception>
    public static CpuProgram Of(Kernel kernel, int vectorBits)
    {
        KernelCode code = kernel.Code;
        int lanes = Math.Max(vectorBits / (8 * code.LaneBytes), 4);
        if (lanes >= 16 && code.Lanes16 != null) return new(code.Lanes16, 16);
        if (lanes >= 8 && code.Lanes8 != null) return new(code.Lanes8, 8);
        if (code.Lanes4 != null) return new(code.Lanes4, 4);
        throw new ArgumentException(
            $"[launch] the cpu device needs a vector form of the kernel. Got none of {lanes} lanes or fewer in {kernel.Name}.",
            nameof(kernel));
    }
}
