using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the layers of deformable convolution share: the filter, the bias, and the convolution that makes offsets and masks of the input. It has
/// the kernel, stride, padding and dilation of the layer and starts at 0, so that the layer starts as a convolution of its mask's first value.
/// </summary>
/// <remarks>State: <c>weight [O, C/groups, kernel...]</c>, <c>bias</c>, <c>conv_offset.weight [(axes + 1) G taps, C, kernel...]</c>, <c>conv_offset.bias</c>: mmcv's.</remarks>
public abstract class DeformConvLayer : Module
{
    private readonly int _offsets;

    private protected DeformConvLayer(
        int inChannels, int outChannels, int[] kernel, int[] stride, int[] dilation, int groups, DeformConvOptions? options, RandomGenerator? generator, Device? device)
    {
        Options = options ?? new DeformConvOptions();
        int offsetGroups = Options.OffsetGroups;
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        fits = fits && offsetGroups >= 1 && inChannels % offsetGroups == 0;
        if (!fits || kernel.Min() < 1 || stride.Min() < 1 || dilation.Min() < 1)
        {
            throw new ArgumentException(
                "[deform] channels, kernel, stride, dilation and both groups must be at least 1, groups divide both channels and offset groups the input channels. " +
                $"Got {inChannels} to {outChannels} channels, kernel ({string.Join(", ", kernel)}), stride ({string.Join(", ", stride)}), " +
                $"dilation ({string.Join(", ", dilation)}), groups {groups}, offset groups {offsetGroups}.");
        }
        (InChannels, OutChannels, Groups) = (inChannels, outChannels, groups);
        Shape shape = [outChannels, inChannels / groups, .. kernel];
        long fan = Initialize.FanIn(shape);
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, fan: Options.StartsAsMmcv ? fan * groups : fan, device: device));
        if (Options.HasBias)
        {
            Bias = AddParameter("bias", Options.StartsAsMmcv
                ? Initialize.Zeros([outChannels], device: device) : Initialize.Bias([outChannels], fan, generator, device: device));
        }
        int sets = checked(offsetGroups * kernel.Aggregate(1, (taps, size) => checked(taps * size)));
        _offsets = checked(sets * kernel.Length);
        BranchChannels = _offsets + (Options.Mask == DeformMask.None ? 0 : sets);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Groups of the filter's channels.</summary>
    public int Groups { get; }

    /// <summary>How offsets and masks are made.</summary>
    public DeformConvOptions Options { get; }

    /// <summary>The filter <c>[O, C/groups, kernel...]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The convolution that makes the offsets, and after them what the masks are made of.</summary>
    public abstract ConvLayer OffsetBranch { get; }

    /// <summary>Channels that the branch makes.</summary>
    private protected int BranchChannels { get; }

    /// <summary>
    /// The offsets <c>[N, axes G taps, output...]</c> that the layer applies to <paramref name="input"/>, and the mask <c>[N, G taps, output...]</c>, or
    /// null in version 1.
    /// </summary>
    public (Tensor Offset, Tensor? Mask) Sampling(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor made = OffsetBranch.Forward(input);
        Tensor offset = scope.Keep(made.Slice(1, 0, _offsets));
        if (Options.Mask == DeformMask.None) return (offset, null);
        Tensor mask = made.Slice(1, _offsets, BranchChannels - _offsets).Sigmoid();
        return (offset, scope.Keep(Options.Mask == DeformMask.TwiceSigmoid ? mask * 2 : mask));
    }

    /// <summary>
    /// Takes the filter and bias of another program's offset branch, whose channels of offsets are numbered otherwise; those of the mask, if
    /// any, follow them by offset group and tap.
    /// </summary>
    /// <param name="weight">The filter, of the shape of this branch's.</param>
    /// <param name="bias">The bias, or null for zeros.</param>
    /// <param name="order">How the offsets are numbered.</param>
    /// <param name="widthFirst">Whether the axes are Δx, Δy (and Δz) instead of (Δz,) Δy, Δx.</param>
    /// <exception cref="ArgumentException">The shapes are not those of the branch.</exception>
    public void ImportOffsetBranch(Tensor weight, Tensor? bias, DeformOffsetOrder order, bool widthFirst = false)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Tensor ours = OffsetBranch.Weight.Value, ourBias = OffsetBranch.Bias!.Value;
        if (weight.Shape != ours.Shape || (bias is not null && bias.Shape != ourBias.Shape))
        {
            throw new ArgumentException(
                $"[deform] an offset branch must have the shapes {ours.Shape} and {ourBias.Shape}. Got weight {weight.Shape}, bias {bias?.Shape.ToString() ?? "none"}.",
                nameof(weight));
        }
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        int axes = ours.Shape.Rank - 2, rows = checked((int)(ours.Shape.Elements / BranchChannels));
        Tensor Ordered(Tensor channelsLast)
        {
            Tensor offsets = channelsLast.Slice(1, 0, _offsets).ToDeformOffsets(order, Options.OffsetGroups, axes, widthFirst);
            return Tensor.Concat(1, offsets, channelsLast.Slice(1, _offsets, BranchChannels - _offsets));
        }
        Tensor matrix = MemoryViewOperation.View(weight.InOrder(MemoryOrder.Filter), [rows, BranchChannels], MemoryOrder.RowMajor);
        ours.CopyFrom(MemoryViewOperation.View(Ordered(matrix), ours.Shape, MemoryOrder.Filter));
        if (bias is null) ourBias.Fill(0);
        else ourBias.CopyFrom(Ordered(bias.Reshape([1, BranchChannels])).Reshape(ourBias.Shape));
    }

    /// <summary>Makes the branch start at 0, with the masks' part of its bias at 4 where they are to be open.</summary>
    private protected T Start<T>(T branch)
        where T : ConvLayer
    {
        branch.Weight.Value.Fill(0);
        branch.Bias!.Value.Fill(0);
        if (Options.Mask == DeformMask.OpenSigmoid)
        {
            double[] bias = [.. Enumerable.Range(0, BranchChannels).Select(i => i < _offsets ? 0.0 : 4)];
            using Tensor start = Tensor.FromDoubles(bias, [BranchChannels], branch.Bias.Value.Type, branch.Bias.Value.Device);
            branch.Bias.Value.CopyFrom(start);
        }
        return AddModule("conv_offset", branch);
    }
}
