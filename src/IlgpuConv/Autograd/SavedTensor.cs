using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>A counted reference to what a backward needs, and the version that it had.</summary>
internal sealed class SavedTensor : IDisposable
{
    private readonly Tensor _tensor;
    private readonly int _version;

    public SavedTensor(Tensor tensor)
    {
        _tensor = TensorScope.Release(tensor.Alias());
        _version = tensor.Version;
    }

    /// <summary>The tensor as it is now, for who only asks what is kept.</summary>
    public Tensor Kept => _tensor;

    public Tensor Get(string operation)
    {
        if (_tensor.Version == _version) return _tensor;
        throw new InvalidOperationException(
            $"[autograd] a tensor that a gradient needs must not change. Got {_tensor} at version {_tensor.Version}, saved by {operation} at version {_version}.");
    }

    public void Dispose() => _tensor.Dispose();
}
