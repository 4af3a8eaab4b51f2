using System.Globalization;
using System.Text.RegularExpressions;

namespace IlgpuConv.PtxMachine;

/// <summary>A module of one kernel as it is written: what the compiler writes and nothing else.</summary>
internal sealed partial class PtxText
{
    public string Entry { get; private set; } = "";

    /// <summary>The bytes of an element of each view.</summary>
    public List<int> Views { get; } = [];

    public int PackedBytes { get; private set; }

    /// <summary>The arrays: name, state space and bytes.</summary>
    public List<(string Name, string Space, int Bytes)> Arrays { get; } = [];

    /// <summary>How many registers there are of each kind of name.</summary>
    public Dictionary<string, (string Type, int Count)> Registers { get; } = [];

    public List<PtxLine> Lines { get; } = [];

    /// <summary>Where the labels stand: the instruction that follows.</summary>
    public Dictionary<string, int> Labels { get; } = [];

    /// <exception cref="PtxException">The text holds something else.</exception>
    public static PtxText Parse(string text)
    {
        var result = new PtxText();
        string[] lines = text.Split('\n');
        string[] head = [".version 6.0", ".target sm_70", ".address_size 64", ""];
        for (int i = 0; i < head.Length; i++)
            if (lines[i] != head[i]) throw new PtxException($"line {i + 1}: '{head[i]}' expected. Got '{lines[i]}'.");
        result.Signature(lines[4]);
        if (lines[5] != "{" || lines[^2] != "}" || lines[^1].Length > 0) throw new PtxException("a body in braces expected.");
        for (int i = 6; i < lines.Length - 2; i++) result.Read(lines[i], i + 1);
        return result;
    }

    private void Signature(string line)
    {
        Match match = EntryLine().Match(line);
        if (!match.Success) throw new PtxException($"line 5: an entry point expected. Got '{line}'.");
        Entry = match.Groups["name"].Value;
        for (int i = 0; i < match.Groups["align"].Captures.Count; i++)
        {
            if (match.Groups["view"].Captures[i].Value != $"view{i}") throw new PtxException($"line 5: view{i} expected. Got '{line}'.");
            Views.Add(Number(match.Groups["align"].Captures[i].Value));
        }
        PackedBytes = Number(match.Groups["bytes"].Value);
    }

    private void Read(string line, int number)
    {
        if (Label().Match(line) is { Success: true } label)
        {
            if (!Labels.TryAdd(label.Groups[1].Value, Lines.Count)) throw new PtxException($"line {number}: a label once expected. Got '{line}'.");
        }
        else if (Array().Match(line) is { Success: true } array)
        {
            Arrays.Add((array.Groups["name"].Value, array.Groups["space"].Value, Number(array.Groups["bytes"].Value)));
        }
        else if (Register().Match(line) is { Success: true } register)
        {
            Registers.Add(register.Groups["name"].Value, (register.Groups["type"].Value, Number(register.Groups["count"].Value)));
        }
        else if (Instruction().Match(line) is { Success: true } one)
        {
            string operands = one.Groups["operands"].Value;
            Lines.Add(new PtxLine(
                number, one.Groups["name"].Value, operands.Length == 0 ? [] : [.. Operand().Matches(operands).Select(o => o.Value.Trim('[', ']'))],
                one.Groups["guard"].Success ? one.Groups["guard"].Value : null, one.Groups["not"].Length > 0));
        }
        else
        {
            throw new PtxException($"line {number}: an instruction expected. Got '{line}'.");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\.visible \.entry (?<name>[A-Z]\w*)\((\.param \.u64 \.ptr \.global \.align (?<align>[1248]) (?<view>view\d+), )*\.param \.align 8 \.b8 packed\[(?<bytes>\d+)\]\)$")]
    private static partial Regex EntryLine();

    /// <summary>An operand; a vector in braces is one.</summary>
    [GeneratedRegex(@"\{[^}]*\}|[^, ]+")]
    private static partial Regex Operand();

    [GeneratedRegex(@"^(L\d+):$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^    \.(?<space>shared|local) \.align 16 \.b8 (?<name>[a-z]+\d+)\[(?<bytes>\d+)\];$")]
    private static partial Regex Array();

    [GeneratedRegex(@"^    \.reg \.(?<type>pred|b32|b64|f32|f64) (?<name>%[a-z]+)<(?<count>\d+)>;$")]
    private static partial Regex Register();

    [GeneratedRegex(@"^    (@(?<not>!?)(?<guard>%p\d+) )?(?<name>[a-z]+(\.\w+)*) ?(?<operands>[^;]*);$")]
    private static partial Regex Instruction();
}
