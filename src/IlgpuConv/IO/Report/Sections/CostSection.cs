using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>What the network costs, layer by layer, with what the numbers mean.</summary>
internal static class CostSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        NetworkCost cost = NetworkCost.Of(subject.Model, subject.Input);
        var body = new HtmlText();
        (string Name, string Value)[] facts =
        [
            ("parameters", Quantity.Whole(cost.Parameters)), ("MACs", Quantity.Whole(cost.MultiplyAdds)), ("FLOPs", Quantity.Whole(cost.Flops)),
            ("activations", Quantity.Bytes(cost.ActivationBytes)), ("training memory", Quantity.Bytes(cost.TrainingBytes(subject.OptimizerSlots))),
            ("bytes moved", Quantity.Bytes(cost.MovedBytes)), ("FLOPs a byte", Quantity.Short(cost.Intensity)), ("largest im2col matrix", Quantity.Bytes(cost.LargestColumnBytes)),
        ];
        body.Add($"<dl class=\"facts\">{HtmlText.Join(facts.Select(f => HtmlText.Of($"<div><dt>{f.Name}</dt><dd>{f.Value}</dd></div>")))}</dl>");
        body.Line($"<p>For one image. {NetworkCost.Definition}</p>");
        body.Line($"<p>Activations: the outputs of all operations that are not views. Training memory: what the backward keeps, and of each parameter its value, its gradient and {subject.OptimizerSlots} numbers of the optimiser. Bytes moved: inputs, weights and output of each operation once, the least that memory moves. im2col: the matrix that an explicit im2col would write; nothing here writes it.</p>");
        var table = new HtmlTable(
            "Cost of each layer.", ("layer", false), ("operation", false), ("output", false), ("MACs", true), ("share", false), ("FLOPs", true), ("parameters", true),
            ("activations", true), ("saved to train", true), ("moved", true), ("FLOPs a byte", true), ("im2col", true));
        foreach (OperationCost layer in cost.Layers.Where(layer => layer.MovedBytes > 0 || layer.Parameters > 0))
        {
            table.Row(
                layer.Layer.Length == 0 ? "network" : layer.Layer, layer.Operation, string.Join(" x ", layer.Output.Skip(1)), Quantity.Short(layer.MultiplyAdds),
                HtmlTable.Bar(layer.MultiplyAdds / Math.Max(1, cost.MultiplyAdds)), Quantity.Short(layer.Flops), layer.Parameters == 0 ? "" : Quantity.Whole(layer.Parameters),
                Quantity.Bytes(layer.ActivationBytes), Quantity.Bytes(layer.SavedBytes), Quantity.Bytes(layer.MovedBytes), Quantity.Short(layer.Intensity),
                layer.ColumnBytes == 0 ? "" : Quantity.Bytes(layer.ColumnBytes));
        }
        table.Foot(
            "in all", "", "", Quantity.Short(cost.MultiplyAdds), "", Quantity.Short(cost.Flops), Quantity.Whole(cost.Parameters), Quantity.Bytes(cost.ActivationBytes),
            Quantity.Bytes(cost.SavedBytes), Quantity.Bytes(cost.MovedBytes), Quantity.Short(cost.Intensity), "");
        return body.Add($"{table.Write()}");
    }
}
