namespace IlgpuConv.Analysis;

/// <summary>What a layer of a network costs and sees.</summary>
/// <param name="Cost">Its cost.</param>
/// <param name="Field">What its last operation sees of the input; null where nothing of the input reaches it.</param>
public sealed record LayerAnalysis(OperationCost Cost, LayerField? Field)
{
    /// <summary>
    /// The layers in the order in which they ran, each with both; what only turns parameters round, without arithmetic and without moving anything, is left out.
    /// </summary>
    /// <param name="cost">The cost of a network.</param>
    /// <param name="fields">The fields of the same network for the same input.</param>
    public static IReadOnlyList<LayerAnalysis> Of(NetworkCost cost, ReceptiveFields fields)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(fields);
        var seen = new List<LayerField?>();
        int next = 0;
        OperationCost? before = null;
        foreach (OperationCost operation in cost.Operations)
        {
            if (before?.Layer != operation.Layer) seen.Add(null);
            before = operation;
            if (next == fields.Operations.Count) continue;
            LayerField field = fields.Operations[next];
            if (field.Layer != operation.Layer || field.Operation != operation.Operation || field.Output != operation.Output) continue;
            seen[^1] = field;
            next++;
        }
        return [.. cost.Layers.Zip(seen, (layer, field) => new LayerAnalysis(layer, field)).Where(layer => layer.Field is not null || layer.Cost.MovedBytes > 0 || layer.Cost.Parameters > 0)];
    }
}
