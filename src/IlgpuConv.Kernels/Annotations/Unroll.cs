namespace IlgpuConv.Annotations;

/// <summary>Asks the kernel compiler to unroll a loop. Every member is an identity function when it is called.</summary>
public static class Unroll
{
    /// <summary>
    /// Returns <paramref name="count"/>. A loop whose limit is written over it, <c>i &lt; Unroll.Count(4)</c>, is unrolled completely;
    /// the limit and the start must be constant.
    /// </summary>
    public static int Count(int count) => count;

    /// <summary>
    /// Returns <paramref name="limit"/>. A loop whose limit is written over it, <c>i &lt; Unroll.By(4, n)</c>, does
    /// <paramref name="factor"/> steps an iteration, and the rest one by one.
    /// </summary>
    public static int By([Constant] int factor, int limit) => limit;
}
