using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The text of a kernel reads back as the same kernel.</summary>
public class RoundTripTests
{
    [Fact]
    public void Every_kernel_of_the_library_reads_back()
    {
        Assert.Empty(RepositoryKernels.Source.Kernels.Where(k => k.Ir.Length == 0)
            .Select(k => $"{k.Class}.{k.Method}: {string.Join("; ", k.Diagnostics.Select(d => d.ToDiagnostic().GetMessage()))}"));
        Assert.NotEmpty(RepositoryKernels.Source.Kernels);
        foreach (string text in RepositoryKernels.Source.Kernels.SelectMany(k => new[] { k.Ir, k.TwinIr }).Where(t => t.Length > 0))
            Assert.Equal(text, IrPrinter.Print(IrVerifier.Verify(IrReader.Read(text), "reading")));
    }

    [Fact]
    public void Random_kernels_read_back()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            string text = IrPrinter.Print(RandomKernel.Make(seed));
            Assert.Equal(text, IrPrinter.Print(IrVerifier.Verify(IrReader.Read(text), "reading")));
        }
    }

    [Fact]
    public void Every_statement_and_expression_reads_back()
    {
        const string Text = """
            (kernel All
              (parameters
                (view f32 x)
                (workspace u8 w)
                (scalar f64 factor)
                (struct global::Test.Shape shape))
              (let a (add $shape.Width:i32 -3:i32))
              (array shared f32 s 16)
              (array local i64 t 4)
              (pointer f32 p x (cast i64 (mul a:i32 #lanecount)))
              (for i 0:i32 a:i32 1:i32 4
                (advance p 2:i64)
                (store p (cast i64 i:i32) (fma (load f32 p 0:i64) 0.1:f32 NaN:f32)))
              (prefetch x (add a:i32 64:i32))
              (barrier 0)
              (atomicadd old i32 n a:i32 1:i32)
              (atomicadd _ i32 n 0:i32 (shl old:i32 1:i32))
              (while (and true:bool (not (ne #griddimz #gridy)))
                (set a (min (bits i32 (math Pow 1e-30:f32 -Infinity:f32)) (select (lt (length x) 5:i64) 1:i32 (rem a:i32 7:i32)))))
              (if (ge (math Sqrt $factor:f64) 0.5:f64)
                (then
                  (store t (bitnot 1:i32) (neg -9223372036854775808:i64)))
                (else
                  (store w #gridx (cast u8 4294967295:u32)))))

            """;
        Assert.Equal(Text.ReplaceLineEndings("\n"), IrPrinter.Print(IrReader.Read(Text)));
    }

    [Theory]
    [InlineData("(kernel K\n  (parameters)\n  (lett a 1:i32))", "[ir] line 3: expected a statement, not 'lett'.")]
    [InlineData("(kernel K\n  (parameters)\n  (let a 1))", "[ir] line 3: expected a value with its type, not '1'.")]
    [InlineData("(kernel K\n  (parameters\n    (view f31 x)))", "[ir] line 3: expected a IrType, not 'f31'.")]
    [InlineData("(kernel K\n  (parameters)\n  (let a (plus 1:i32 1:i32)))", "[ir] line 3: expected an expression, not 'plus'.")]
    [InlineData("(kernel K\n  (parameters)\n  (array local i32 a four))", "[ir] line 3: expected a number.")]
    [InlineData("(kernel K\n  (parameters)\n  (let a 1:i32)", "[ir] line 3: expected ')' or more.")]
    [InlineData("(function K)", "[ir] line 1: expected 'kernel', not 'function'.")]
    public void Broken_text_is_refused_where_it_is_broken(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => IrReader.Read(text)).Message);
}
