using System.Text;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>Writes the instructions of one kernel, and hands out its virtual registers and labels.</summary>
internal sealed class PtxWriter
{
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, int> _registers = new(StringComparer.Ordinal);
    private int _labels;

    /// <summary>A register that nothing has used.</summary>
    public string Register(IrType type)
    {
        string letters = type.Register();
        _registers.TryGetValue(letters, out int count);
        _registers[letters] = count + 1;
        return $"%{letters}{count}";
    }

    /// <summary>A label that stands nowhere yet.</summary>
    public string Label() => $"L{_labels++}";

    public void Place(string label) => _text.Append(label).Append(":\n");

    /// <summary>Writes one instruction; the first operand is what it writes.</summary>
    public void Do(string instruction, params string[] operands) =>
        _text.Append("    ").Append(instruction).Append(operands.Length > 0 ? " " : "").Append(string.Join(", ", operands)).Append(";\n");

    /// <summary>Writes a branch that is taken where the predicate is as it is <paramref name="expected"/> to be.</summary>
    public void Branch(string label, string? predicate = null, bool expected = true, bool isUniform = true) => _text.Append("    ")
        .Append(predicate is null ? "" : $"@{(expected ? "" : "!")}{predicate} ").Append(isUniform ? "bra.uni " : "bra ").Append(label).Append(";\n");

    /// <summary>The registers that were handed out, as declarations.</summary>
    public IEnumerable<string> Declarations() => _registers.Select(r => $"    .reg .{Kind(r.Key)} %{r.Key}<{r.Value}>;");

    public override string ToString() => _text.ToString();

    private static string Kind(string letters) => letters switch
    {
        "p" => "pred",
        "f" => "f32",
        "fd" => "f64",
        "rd" => "b64",
        _ => "b32",
    };
}
