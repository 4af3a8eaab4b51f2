using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>Follows the positions of the input through the operations of a network as they run.</summary>
internal sealed class FieldTracker
{
    private readonly Shape _input;
    private readonly Dictionary<TensorKey, TensorField> _fields = [];
    private readonly List<(TensorField Field, OffsetStatistics? Offsets)> _found = [];

    public FieldTracker(Tensor input)
    {
        _input = input.Shape;
        _fields[TensorKey.Of(input)] = TensorField.Of(input.Shape);
    }

    public void Hear(AppliedOperation applied)
    {
        Layout[] layouts = [.. applied.Inputs.Select(tensor => tensor.Layout)];
        TensorField field = TensorField.None(applied.Output.Shape);
        OffsetStatistics? offsets = null;
        for (int i = 0; i < layouts.Length; i++)
        {
            if (!_fields.TryGetValue(TensorKey.Of(applied.Inputs[i]), out TensorField? x) || x.Boxes.Count == 0) continue;
            SpatialMap map = applied.Operation.Reads(i, layouts, applied.Output.Layout);
            if (map.DisplacedBy is { } displacing) offsets = OffsetStatistics.Of(applied.Inputs[displacing]);
            field = field.And(x.Through(map, applied.Output.Shape, applied.Operation.Name));
        }
        _fields[TensorKey.Of(applied.Output)] = field;
        _found.Add((field, offsets));
    }

    public LayerField Describe(TracedOperation operation, int index)
    {
        (TensorField field, OffsetStatistics? offsets) = _found[index];
        int spatial = field.Boxes.Count == 0 ? 0 : _input.Rank - 2;
        int[] outputAxes =
        [
            .. Enumerable.Range(0, spatial).Select(label =>
                Enumerable.Range(0, field.Axes.Count).FirstOrDefault(axis => field.Axes[axis].Where(part => part.Size != 1).ToArray() is [{ } part] && part.Label == label
                    || field.Axes[axis] is [{ } only] && only.Label == label, -1)),
        ];
        return new LayerField(
            index, operation.Layer, operation.Kind, operation.Operation.Name, _input, operation.Output.Shape,
            [.. Enumerable.Range(0, spatial).Select(label => AxisField.Of(field.Boxes.Select(box => box[label]), _input[label + 2]))],
            field.Boxes, outputAxes, field.IsJoined, offsets);
    }
}
