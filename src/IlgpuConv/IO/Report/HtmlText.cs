using System.Globalization;
using System.Net;
using System.Text;

namespace IlgpuConv.IO;

/// <summary>HTML that is written so that no text can become markup: what stands in braces is escaped unless it is markup itself.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>HtmlText of one piece.</summary>
    public static HtmlText Of(FormattableString markup) => new HtmlText().Add(markup);

    /// <summary>HtmlText that stands in the program, such as a style sheet.</summary>
    public static HtmlText Raw(string markup)
    {
        var raw = new HtmlText();
        raw._text.Append(markup);
        return raw;
    }

    /// <summary>Several pieces one after the other.</summary>
    public static HtmlText Join(IEnumerable<HtmlText> pieces, string between = "")
    {
        var joined = new HtmlText();
        joined._text.AppendJoin(between, pieces);
        return joined;
    }

    /// <summary>Appends markup; numbers have a point as decimal sign everywhere.</summary>
    /// <returns>This markup.</returns>
    public HtmlText Add(FormattableString markup)
    {
        object?[] escaped = Array.ConvertAll(markup.GetArguments(), argument => argument is HtmlText or null ? argument : new Escaped(argument));
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, escaped);
        return this;
    }

    /// <summary>Appends markup and begins a new line.</summary>
    /// <returns>This markup.</returns>
    public HtmlText Line(FormattableString markup)
    {
        Add(markup);
        _text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private sealed class Escaped(object value) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) =>
            WebUtility.HtmlEncode(value is IFormattable number ? number.ToString(format, provider) : value.ToString()) ?? "";
    }
}
