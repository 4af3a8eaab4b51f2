using System.Text;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Writes lines of text with indentation.</summary>
internal sealed class IndentedWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes a line and an opening brace; what follows is indented until <see cref="Close"/>.</summary>
    public void Open(string line = "")
    {
        if (line.Length > 0) Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public override string ToString() => _text.ToString();
}
