using System.Reflection;
using IlgpuConv.PtxMachine;
using IlgpuConv.Runtime.Tests.Conformance;

namespace IlgpuConv.Runtime.Tests;

/// <summary>
/// What makes the interpreter worth its keep: each wrong rule of the emitter, played by changing the texts that it wrote, fails the
/// conformance test named beside it.
/// </summary>
public sealed class PtxMutationTests
{
    /// <summary>The instruction as it is written, as a wrong rule would write it, and the test that sees it, with its argument.</summary>
    public static TheoryData<string, string, string, int?> Rules => new()
    {
        { "shr.s32", "shr.u32", nameof(Mutated.Operators_of_int), null },
        { "shr.u64", "shr.s64", nameof(Mutated.Operators_of_ulong), null },
        { "div.u32", "div.s32", nameof(Mutated.Operators_of_uint), null },
        { "rem.s64", "rem.u64", nameof(Mutated.Operators_of_long), null },
        { "setp.le.s32", "setp.lt.s32", nameof(Mutated.Operators_of_int), null },
        { "and.b32 ", "or.b32 ", nameof(Mutated.Operators_of_int), null },
        { "mad.lo.s32", "mul.lo.s32", nameof(Mutated.Operators_of_int), null },
        { "setp.neu.f32", "setp.eq.f32", nameof(Mutated.Operators_of_float), null },
        { "sub.rn.f32", "add.rn.f32", nameof(Mutated.Operators_of_float), null },
        { "cvt.rzi.s32.f32", "cvt.rzi.u32.f32", nameof(Mutated.Casts_from_floating_point), null },
        { "cvt.rn.f32.u32", "cvt.rn.f32.s32", nameof(Mutated.Casts_from_integers), null },
        { "cvt.s64.s32", "cvt.u64.u32", nameof(Mutated.Casts_from_integers), null },
        { "cvt.rmi.f32.f32", "cvt.rpi.f32.f32", nameof(Mutated.Functions_that_round_once), null },
        { "setp.nan.f32", "setp.eq.f32", nameof(Mutated.Functions_that_round_once), null },
        { "0fBF318000", "0fBF318100", nameof(Mutated.Functions_that_are_close), null },
        { "0f3EAAAAAA", "0f3EAAA000", nameof(Mutated.Functions_that_are_close), null },
        { "ld.global.nc.u8", "ld.global.nc.u32", nameof(Mutated.Bytes), null },
        { "st.global.u8", "st.global.u32", nameof(Mutated.Bytes), null },
        { "    bar.sync 0;\n", "", nameof(Mutated.Lanes_meet_at_barriers), null },
        { "    bar.sync 0;\n", "", nameof(Mutated.Sums_over_a_group), null },
        { "red.shared.add.u32", "st.shared.u32", nameof(Mutated.Atomics_in_shared_memory), null },
        { "    @!%p0 bra L0;\n", "", nameof(Mutated.Operators_of_int), null },
        { " bra L", " bra.uni L", nameof(Mutated.For_loops), 6 },
        { "setp.lt.s32", "setp.le.s32", nameof(Mutated.For_loops), 6 },
        { "%ctaid.y", "%ctaid.z", nameof(Mutated.Grids_of_three_dimensions), null },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_wrong_rule_fails_a_test(string right, string wrong, string test, int? argument)
    {
        int changed = 0;
        Exception? fault = null;
        using (var conformance = new Mutated(text =>
        {
            if (text.Contains(right, StringComparison.Ordinal)) changed++;
            return text.Replace(right, wrong, StringComparison.Ordinal);
        }))
        {
            MethodInfo method = typeof(DeviceConformance).GetMethod(test)!;
            fault = Record.Exception(() => method.Invoke(conformance, BindingFlags.DoNotWrapExceptions, null, argument is null ? null : [argument], null));
        }
        Assert.True(changed > 0, $"no text of {test} has '{right}'");
        Assert.NotNull(fault);
    }

    private sealed class Mutated(Func<string, string> rewrite) : DeviceConformance(() => FakeCuda.Open(machine: new FakeMachine { Rewrite = rewrite }));
}
