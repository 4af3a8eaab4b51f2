using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>The layers with the shapes that the image gives.</summary>
internal static class LayerSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        ModelSummary summary = ModelSummary.Of(subject.Model, subject.Input);
        var table = new HtmlTable("Layers in the order in which they run; blocks that are more than their parts one after the other are one line.", ("layer", false), ("kind", false), ("output", false), ("parameters", true));
        foreach (LayerSummary layer in summary.Layers)
            table.Row(layer.Name.Length == 0 ? "network" : layer.Name, layer.Kind, string.Join(" x ", layer.Output.Skip(1)), layer.Parameters == 0 ? "" : Quantity.Whole(layer.Parameters));
        table.Foot("in all", "", "", Quantity.Whole(summary.Parameters));
        return table.Write();
    }
}
