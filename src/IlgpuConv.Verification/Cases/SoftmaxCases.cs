using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of softmax and the loss of a classifier.</summary>
internal sealed class SoftmaxCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        (string Name, Shape Shape, int Axis, int Pitch)[] shapes =
            [("1x1", [1, 1], 1, 0), ("19x10", [19, 10], 1, 0), ("2x5x3x3", [2, 5, 3, 3], 1, 0), ("slice", [2, 5, 3, 3], 1, 7), ("axis 0", [4, 3], 0, 0), ("last", [2, 3, 2, 5], 3, 0),
             ("axis 2", [2, 19, 4, 3], 2, 0), ("axis 2 of a slice", [2, 5, 4, 3], 2, 9), ("axis 0 of images", [3, 5, 2, 2], 0, 0), ("volumes", [2, 3, 2, 4, 2], 3, 0),
             ("empty", [2, 0, 3], 2, 0)];
        foreach (var (name, shape, axis, pitch) in shapes)
        {
            yield return new OperationCase
            {
                Name = $"Softmax/{name}",
                Inputs = [CaseInput.Uniform("x", shape, low: -2, high: 2, pitch: pitch)],
                Call = t => t[0].Softmax(axis),
            };
            // Over one class the result is 0, the difference of two roundings: no magnitude to measure it by.
            if (shape[axis] == 1) continue;
            yield return new OperationCase
            {
                Name = $"LogSoftmax/{name}",
                Inputs = [CaseInput.Uniform("x", shape, low: -2, high: 2, pitch: pitch)],
                Call = t => t[0].LogSoftmax(axis),
            };
        }
        foreach ((int samples, int classes, int pitch) in ((int, int, int)[])[(1, 1, 0), (7, 10, 0), (33, 5, 0), (4, 6, 9)])
        {
            yield return new OperationCase
            {
                Name = $"SoftmaxCrossEntropy/{samples}x{classes}{(pitch > 0 ? " slice" : "")}",
                Inputs = [CaseInput.Uniform("logits", [samples, classes], low: -3, high: 3, pitch: pitch), CaseInput.Labels("labels", [samples], classes)],
                Call = t => t[0].SoftmaxCrossEntropy(t[1]),
            };
        }
    }
}
