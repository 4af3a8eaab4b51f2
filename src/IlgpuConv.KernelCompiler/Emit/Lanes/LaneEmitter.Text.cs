using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Lanes;

/// <content>
/// How a language writes vectors. Bytes and bools are held as ints; masks are vectors of ints with all bits set where a lane takes
/// part; an empty mask means all lanes. Memory is a view or, where <c>array</c> says so, an array of the group.
/// </content>
internal abstract partial class LaneEmitter
{
    protected abstract string VectorType(IrType type);

    protected abstract string ViewPointer(IrType type);

    protected abstract string ArrayOf(string type, string name, int length);

    /// <summary>0, 1, 2, ... as ints.</summary>
    protected abstract string LaneIds { get; }

    protected abstract string AllSet { get; }

    protected abstract string Zero(IrType type);

    protected abstract string Splat(IrType type, string scalar);

    /// <summary>A vector of integers.</summary>
    protected abstract string LaneConstants(IrType type, IReadOnlyList<long> values);

    /// <summary>Lane i of the result is lane <c>from[i]</c> of the value.</summary>
    protected abstract string PermuteLanes(IrType type, string value, IReadOnlyList<long> from);

    protected abstract string AnyLane(string mask);

    protected abstract string SelectLanes(IrType type, string mask, string yes, string no);

    protected abstract string CompareLanes(CompareOp op, IrType type, string left, string right);

    protected abstract string MinMaxLanes(BinaryOp op, IrType type, string left, string right);

    /// <summary>Integer quotient or remainder; lanes outside the mask must not fault.</summary>
    protected abstract string DivideLanes(BinaryOp op, IrType type, string left, string right, string mask);

    protected abstract string ShiftLanes(BinaryOp op, IrType type, string left, string right);

    protected abstract string ConvertLanes(IrType from, IrType to, string value);

    protected abstract string BitCastLanes(IrType to, string operand);

    protected abstract string FmaLanes(IrType type, string left, string right, string addend);

    protected abstract string CallLanes(IrType type, string name, string arguments);

    protected abstract string LoadLanes(IrType type, bool array, string at, string mask);

    protected abstract string StoreLanes(IrType type, bool array, string at, string mask, string value);

    protected abstract string GatherLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask);

    protected abstract string ScatterLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value);

    /// <summary>Elements of a private array of vectors, by their index counted in single elements.</summary>
    protected abstract string GatherArray(IrType type, string memory, string index, string mask);

    protected abstract string ScatterArray(IrType type, string memory, string index, string mask, string value);

    /// <summary>Adds lane by lane in the order of the lanes.</summary>
    protected abstract string AtomicLanes(IrType type, bool array, string memory, IrType indexType, string index, string mask, string value);

    /// <summary>The call that adds and has the former values as its value.</summary>
    protected virtual string AtomicFormer(IrType type, bool array, string add) => add;
}
