namespace IlgpuConv.IO;

/// <summary>How a report looks.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet, as markup.</summary>
    public static HtmlText Sheet { get; } = HtmlText.Raw(
        Base + $".sequential{{background:linear-gradient(90deg,{Stops(Palette.Sequential, 0)})}}.diverging{{background:linear-gradient(90deg,{Stops(Palette.Diverging, -1)})}}");

    private const string Base = """

        :root{color-scheme:light dark;--page:#fbfbfc;--card:#fff;--ink:#1c2126;--soft:#5a636d;--line:#dde1e6;--mark:#1f6aa5;--bar:#3e7cb1;--warn:#9a3b00}
        @media (prefers-color-scheme:dark){:root{--page:#14171a;--card:#1d2125;--ink:#e7eaed;--soft:#a3acb5;--line:#343a41;--mark:#7db9ea;--bar:#5b9bd0;--warn:#ffb27a}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0 auto;max-width:68rem;padding:1.25rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
        header h1{margin:.2rem 0 0;font-size:1.9rem;line-height:1.2}
        .lead{margin:.3rem 0;font-size:1.15rem}
        header p,.soft,figcaption,footer{color:var(--soft)}
        header p.lead{color:var(--ink)}
        h2{margin:0 0 .6rem;font-size:1.3rem}
        h3{margin:1.2rem 0 .4rem;font-size:1.05rem}
        a{color:var(--mark)}
        nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0 1rem;padding:0;list-style:none}
        nav a{display:inline-block;padding:.25rem 0}
        section{margin:0 0 1.1rem;padding:1rem 1.1rem 1.2rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
        p{margin:.5rem 0;max-width:46rem}
        dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.6rem 1rem;margin:.4rem 0 .8rem}
        dl.facts div{border-left:3px solid var(--bar);padding-left:.6rem}
        dl.facts dt{color:var(--soft);font-size:.85rem}
        dl.facts dd{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto;max-width:100%;margin-top:.8rem}
        .scroll thead th:first-child,.scroll tbody th,.scroll tfoot th{position:sticky;left:0;background:var(--card)}
        .scroll:focus-visible,a:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
        table{border-collapse:collapse;min-width:min(100%,30rem);font-size:.9rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);padding:0 0 .4rem}
        th,td{padding:.28rem .7rem .28rem 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:baseline}
        thead th{color:var(--soft);font-weight:600}
        tbody th{font-weight:500}
        tfoot th,tfoot td{font-weight:650;border-bottom:0}
        th.n,td.n{text-align:right}
        td.share{width:7rem;min-width:5rem}
        td.share i,table.bars i{display:block;height:.7rem;border-radius:2px;background:var(--bar);min-width:1px}
        table.bars{width:100%;max-width:32rem}
        table.bars{min-width:0}table.bars td:nth-child(2){width:100%}
        table.bars th,table.bars td{border:0;padding:.12rem .6rem .12rem 0}
        table.cells{min-width:0}table.cells th,table.cells td{border:1px solid var(--card);padding:.4rem .7rem;text-align:center}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem 1.4rem;align-items:start}
        figure{margin:0;min-width:0}
        figure img{display:block;max-width:100%;height:auto;image-rendering:pixelated;background:#8885}
        figcaption{margin-top:.35rem;font-size:.88rem}
        figcaption b{color:var(--ink);font-weight:600}
        .scale{display:flex;align-items:center;gap:.5rem;margin:.35rem 0 0;font-size:.8rem;color:var(--soft);font-variant-numeric:tabular-nums;max-width:20rem}
        .scale i{flex:1;height:.55rem;border-radius:2px;border:1px solid var(--line)}
        .columns{display:flex;align-items:flex-end;gap:1px;height:7rem;padding-top:2px;border-bottom:1px solid var(--soft)}
        .columns i{flex:1 1 0;min-width:0;background:var(--bar)}
        svg{display:block;width:100%;height:auto;max-width:30rem;color:var(--ink);font:14px system-ui,sans-serif}
        svg text{fill:currentColor}
        svg .soft{fill:var(--soft)}
        svg .grid{stroke:var(--line)}
        svg .line{stroke:var(--mark);fill:none;stroke-width:2}
        svg .dot{fill:var(--bar);fill-opacity:.75;stroke:var(--card)}
        .warn{color:var(--warn);font-weight:600}
        .swatch{display:inline-block;width:.75rem;height:.75rem;margin-right:.35rem;border-radius:2px;vertical-align:-.05rem}
        ul.legend{display:flex;flex-wrap:wrap;gap:.15rem 1rem;margin:.4rem 0;padding:0;list-style:none;font-size:.88rem}
        details summary{cursor:pointer;color:var(--mark);padding:.2rem 0}
        footer{padding:.4rem 0 1.5rem;font-size:.85rem}
        @media (max-width:30rem){body{padding:.7rem}section{padding:.8rem .8rem 1rem}header h1{font-size:1.55rem}}
        @media print{nav{display:none}section{break-inside:avoid;border:0}}

        """;

    private static string Stops(Func<double, Colour> palette, double first) => string.Join(",", Enumerable.Range(0, 9).Select(i => palette(first + (1 - first) * i / 8)));
}
