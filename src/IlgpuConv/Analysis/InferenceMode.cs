using IlgpuConv.Modules;

namespace IlgpuConv.Analysis;

/// <summary>Puts a network in inference while it lives.</summary>
internal sealed class InferenceMode : IDisposable
{
    private readonly Module? _training;

    public InferenceMode(Module model)
    {
        if (model.IsTraining) _training = model;
        model.Eval();
    }

    public void Dispose() => _training?.Train();
}
