namespace IlgpuConv.PtxMachine;

/// <summary>One instruction as it is written: <c>@!%p1 bra L2</c>, <c>add.s32 %r1, %r2, 3</c>.</summary>
/// <param name="Number">The line of the text.</param>
/// <param name="Name">The instruction with its modifiers.</param>
/// <param name="Operands">The operands; of an address, what stands within the brackets.</param>
/// <param name="Guard">The predicate in front, or null.</param>
/// <param name="IsNegated">Whether the instruction is for lanes where the predicate is false.</param>
internal sealed record PtxLine(int Number, string Name, string[] Operands, string? Guard, bool IsNegated)
{
    public string Operand(int index, int count)
    {
        if (Operands.Length != count) throw Fault($"{count} operands");
        return Operands[index];
    }

    public PtxException Fault(string expected) => new($"line {Number}: {expected} expected. Got '{this}'.");

    public override string ToString() => $"{(Guard is null ? "" : $"@{(IsNegated ? "!" : "")}{Guard} ")}{Name} {string.Join(", ", Operands)}";
}
