using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>What several networks are made of.</summary>
internal static class NetworkParts
{
    /// <summary>A convolution without bias that keeps the size but for its stride; normal with deviation √(2 / fan_out).</summary>
    public static Conv2d Convolution(int inChannels, int outChannels, int kernel, int stride, int groups, RandomGenerator? generator, Device? device)
    {
        Conv2d layer = new(inChannels, outChannels, kernel, stride, kernel / 2, groups: groups, hasBias: false, generator: generator, device: device);
        using Tensor values = Initialize.KaimingNormal(layer.Weight.Value.Shape, generator, device: device);
        layer.Weight.Value.CopyFrom(values);
        return layer;
    }

    /// <summary>
    /// The multiple of <paramref name="divisor"/> nearest to <paramref name="channels"/>, at least one, and never below nine tenths of it.
    /// </summary>
    public static int RoundedTo(double channels, int divisor)
    {
        int rounded = Math.Max(divisor, (int)(channels + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }

    /// <summary>Overwrites a parameter with normal numbers around 0, or with zeros for a deviation of 0.</summary>
    public static void Reset(Parameter? parameter, double deviation, RandomGenerator? generator)
    {
        if (parameter is null) return;
        Tensor value = parameter.Value;
        using Tensor first = deviation == 0
            ? Initialize.Zeros(value.Shape, value.Type, value.Device, value.Order)
            : Initialize.Normal(value.Shape, deviation, generator, value.Type, value.Device, value.Order);
        value.CopyFrom(first);
    }

    /// <summary>What a layer makes of an input, under its name for who listens.</summary>
    public static Tensor Run(Module layer, Tensor input)
    {
        using IDisposable? visit = OperationTrace.Enter(layer);
        return layer.Forward(input);
    }

    /// <summary>Throws unless the numbers of a network make sense.</summary>
    public static void Check(string area, int inChannels, int classes, double dropout)
    {
        if (inChannels >= 1 && classes >= 1 && dropout is >= 0 and < 1) return;
        throw new ArgumentException(FormattableString.Invariant(
            $"[{area}] channels and classes must be at least 1 and the dropout in [0, 1). Got inChannels {inChannels}, classes {classes}, dropout {dropout}."));
    }
}
