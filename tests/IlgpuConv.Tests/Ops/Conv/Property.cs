using FsCheck;
using FsCheck.Fluent;

namespace IlgpuConv.Tests.Ops;

/// <summary>Properties of random examples; a failure prints the seed of the example and that of the run.</summary>
internal static class Property
{
    /// <summary>Checks an example for each of a number of random seeds.</summary>
    public static void ForAll(int cases, Action<int> check) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(cases),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            check(seed);
            return true;
        }));
}
