using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The verifier refuses each broken rule, and says which.</summary>
public class VerifierTests
{
    [Theory]
    [InlineData("(let a 1:i32) (let a 2:i32)", "a is declared twice")]
    [InlineData("(set a 1:i32)", "a is not in scope")]
    [InlineData("(if true:bool (then (let a 1:i32))) (let b a:i32)", "a is not in scope")]
    [InlineData("(for i 0:i32 4:i32 1:i32 0) (let b i:i32)", "i is not in scope")]
    [InlineData("(let a 1:i32) (set a 1:f32)", "a is set to a F32")]
    [InlineData("(let a 1:i32) (let b a:i64)", "a is read as a I64")]
    [InlineData("(array local f32 a 0)", "array a has 0 elements")]
    [InlineData("(pointer f64 p x 0:i64)", "pointer p into x")]
    [InlineData("(pointer f32 p z 0:i64)", "pointer p into z")]
    [InlineData("(advance p 1:i64)", "pointer p is not declared")]
    [InlineData("(store z 0:i32 1:f32)", "memory z is not in scope")]
    [InlineData("(store x 0:i32 1:i32)", "x is given a I32")]
    [InlineData("(let a (load i32 x 0:i32))", "x is read as a I32")]
    [InlineData("(let a (load f32 x 0:f32))", "x is read as a F32")]
    [InlineData("(let a (load f32 z 0:i32))", "memory z is not in scope")]
    [InlineData("(if 1:i32 (then))", "a condition is not bool")]
    [InlineData("(while 1:i32)", "a condition is not bool")]
    [InlineData("(for i 0:i32 4:i64 1:i32 0)", "loop i mixes types")]
    [InlineData("(for i 0:i32 4:i32 1:i64 0)", "loop i mixes types")]
    [InlineData("(atomicadd _ f32 x 0:i32 1:f32)", "atomic on x")]
    [InlineData("(atomicadd _ i32 n 0:i32 1:i64)", "atomic on n")]
    [InlineData("(let a (add 1:i32 1:i64))", "Add of I32 and I64")]
    [InlineData("(let a (lt 1:i32 1:f32))", "Lt of I32 and F32")]
    [InlineData("(let a (shl 1:i64 1:i64))", "a shift by other than int")]
    [InlineData("(let a (select 1:i32 1:i32 2:i32))", "a select mixes types")]
    [InlineData("(let a (select true:bool 1:i32 2:i64))", "a select mixes types")]
    [InlineData("(let a (select true:bool (load f32 x 0:i32) 0:f32))", "a value of a select loads")]
    [InlineData("(let a (fma 1:i32 2:i32 3:i32))", "an fma mixes types")]
    [InlineData("(let a (fma 1:f32 2:f32 3:f64))", "an fma mixes types")]
    [InlineData("(let a (length z))", "z is not a view")]
    public void Broken_rule_is_named(string body, string message)
    {
        KernelIr kernel = IrReader.Read($"(kernel Broken (parameters (view f32 x) (view i32 n)) {body})");
        Assert.Equal(
            $"[compiler] Broken after a pass: {message}. Please report this kernel.",
            Assert.Throws<InvalidOperationException>(() => IrVerifier.Verify(kernel, "a pass")).Message);
    }

    [Fact]
    public void Kernel_that_keeps_the_rules_passes()
    {
        KernelIr kernel = IrReader.Read("(kernel Right (parameters (view f32 x)) (let a 1:i32) (if (lt a:i32 #lane) (then (store x a:i32 1:f32))))");
        Assert.Same(kernel, IrVerifier.Verify(kernel, "a pass"));
    }
}
