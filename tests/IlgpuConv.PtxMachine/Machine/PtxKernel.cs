using System.Globalization;

namespace IlgpuConv.PtxMachine;

/// <summary>A kernel as the machine runs it: decoded once, for any number of launches.</summary>
internal sealed class PtxKernel
{
    /// <summary>The addresses from the start of one array to that of the next.</summary>
    public const int ArraySpace = 1 << 20;

    private readonly Dictionary<string, int> _registers = [];
    private readonly Dictionary<(ulong Value, bool IsWide), int> _constants = [];
    private readonly PtxText _text;

    private PtxKernel(PtxText text)
    {
        _text = text;
        foreach ((string name, (_, int count)) in text.Registers)
            for (int i = 0; i < count; i++) _registers.Add($"{name}{i}", _registers.Count);
        RegisterCount = _registers.Count;
        Ops = [.. text.Lines.Select(line => PtxDecoder.Decode(this, line))];
        if (text.Lines.Count == 0 || text.Lines[^1].Name != "ret") throw new PtxException("'ret' expected at the end.");
    }

    public string Entry => _text.Entry;

    public IReadOnlyList<int> ViewElements => _text.Views;

    public int PackedBytes => _text.PackedBytes;

    public IReadOnlyList<(string Name, string Space, int Bytes)> Arrays => _text.Arrays;

    public int RegisterCount { get; private set; }

    public PtxOp[] Ops { get; }

    /// <summary>The constants that instructions of 64 bits take, as registers.</summary>
    public IEnumerable<(int Register, ulong Value)> Constants => _constants.Where(c => c.Key.IsWide).Select(c => (c.Value, c.Key.Value));

    /// <summary>Those of 32 bits.</summary>
    public IEnumerable<(int Register, uint Value)> NarrowConstants => _constants.Where(c => !c.Key.IsWide).Select(c => (c.Value, (uint)c.Key.Value));

    /// <exception cref="PtxException">The text is not what the compiler writes.</exception>
    public static PtxKernel Of(string text) => new(PtxText.Parse(text));

    public int Label(PtxLine line, string name) => _text.Labels.TryGetValue(name, out int at) ? at : throw line.Fault("a label");

    /// <summary>The index of a register of the given type.</summary>
    public int Register(PtxLine line, string name, string type)
    {
        if (!_registers.TryGetValue(name, out int register) || _text.Registers[name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')].Type != type)
            throw line.Fault($"a register of type {type} for '{name}'");
        return register;
    }

    /// <summary>The index of a register, or of one that holds a constant.</summary>
    public int Value(PtxLine line, string operand, string type)
    {
        if (operand[0] == '%') return Register(line, operand, type);
        bool isWide = type is "b64" or "f64";
        ulong value = (type, operand) switch
        {
            ("f32", ['0', 'f', _, _, _, _, _, _, _, _]) => uint.Parse(operand[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ("f64", ['0', 'd', _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]) => ulong.Parse(operand[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ("b64", ['0', 'x', .., 'U']) => ulong.Parse(operand[2..^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ("b64", _) when long.TryParse(operand, CultureInfo.InvariantCulture, out long number) => (ulong)number,
            ("b32", _) when long.TryParse(operand, CultureInfo.InvariantCulture, out long number) && number is >= int.MinValue and <= uint.MaxValue => (uint)number,
            _ => throw line.Fault($"a constant of type {type} for '{operand}'"),
        };
        if (!_constants.TryGetValue((value, isWide), out int register)) _constants[(value, isWide)] = register = RegisterCount++;
        return register;
    }

    /// <summary>The first address of an array.</summary>
    public uint Array(PtxLine line, string name)
    {
        int index = _text.Arrays.FindIndex(a => a.Name == name);
        return index >= 0 ? (uint)((index + 1) * ArraySpace) : throw line.Fault("an array");
    }
}
