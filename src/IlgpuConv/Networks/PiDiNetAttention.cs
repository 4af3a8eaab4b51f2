using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>A weight for each pixel of a stage of PiDiNet: <c>y = x σ(conv3(conv1(relu(x))))</c>, with four channels between.</summary>
internal sealed class PiDiNetAttention : Module
{
    private const int Between = 4;
    private readonly Conv2d _first, _second;

    public PiDiNetAttention(int channels, RandomGenerator? generator, Device? device)
    {
        _first = AddModule("conv1", new Conv2d(channels, Between, 1, generator: generator, device: device));
        _first.Bias!.Value.Fill(0);
        _second = AddModule("conv2", new Conv2d(Between, 1, 3, padding: 1, hasBias: false, generator: generator, device: device));
    }

    public override Tensor Forward(Tensor input) => input * _second.Forward(_first.Forward(input.Relu())).Sigmoid();
}
