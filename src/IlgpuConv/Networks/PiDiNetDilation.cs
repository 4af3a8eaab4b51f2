using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>Context for a stage of PiDiNet: a rectifier, a convolution of 1 x 1, and the sum of four of 3 x 3 with dilations 5, 7, 9 and 11.</summary>
internal sealed class PiDiNetDilation : Module
{
    private readonly Conv2d _map;
    private readonly Conv2d[] _dilated;

    public PiDiNetDilation(int inChannels, int outChannels, RandomGenerator? generator, Device? device)
    {
        _map = AddModule("conv1", new Conv2d(inChannels, outChannels, 1, generator: generator, device: device));
        _map.Bias!.Value.Fill(0);
        _dilated = new Conv2d[4];
        for (int i = 0; i < 4; i++)
        {
            int dilation = 5 + 2 * i;
            _dilated[i] = AddModule(
                $"conv2_{i + 1}", new Conv2d(outChannels, outChannels, 3, padding: dilation, dilation: dilation, hasBias: false, generator: generator, device: device));
        }
    }

    public override Tensor Forward(Tensor input)
    {
        Tensor x = _map.Forward(input.Relu());
        return _dilated[0].Forward(x) + _dilated[1].Forward(x) + (_dilated[2].Forward(x) + _dilated[3].Forward(x));
    }
}
