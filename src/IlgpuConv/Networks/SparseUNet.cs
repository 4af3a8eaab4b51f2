using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A U-Net (Ronneberger et al. 2015) of sparse convolutions over volumes (Graham et al. 2018): blocks of submanifold convolutions, batch
/// normalisation and rectifiers; 2x2x2 convolutions with stride 2 down, their inverses up, channels of both ways joined; a linear map of each
/// site's features at the end. The output has the input's sites.
/// </summary>
/// <remarks>State: <c>down{i}.*</c> (block), <c>reduce{i}.*</c>, <c>expand{i}.*</c>, <c>up{i}.*</c> of level i, and <c>head.*</c>.</remarks>
public sealed class SparseUNet : SparseModule
{
    private readonly SparseSequential[] _down;
    private readonly SparseSequential[] _reduce;
    private readonly SparseSequential[] _expand;
    private readonly SparseSequential[] _up;

    /// <summary>Makes the network.</summary>
    /// <param name="inChannels">Features of a site.</param>
    /// <param name="outChannels">Numbers for each site, such as the logits of its class.</param>
    /// <param name="options">Sizes; null for the defaults.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there is no level.</exception>
    public SparseUNet(int inChannels, int outChannels, SparseUNetOptions? options = null)
    {
        options ??= new SparseUNetOptions();
        IReadOnlyList<int> widths = options.Widths;
        if (inChannels < 1 || outChannels < 1 || widths.Count < 1 || widths.Any(w => w < 1) || options.Depth < 1)
        {
            throw new ArgumentException(
                "[sparse unet] channels, widths and depth must be at least 1, with one level or more. " +
                $"Got {inChannels} to {outChannels} channels, widths ({string.Join(", ", widths)}), depth {options.Depth}.");
        }
        int levels = widths.Count;
        _down = new SparseSequential[levels];
        (_reduce, _expand, _up) = (new SparseSequential[levels - 1], new SparseSequential[levels - 1], new SparseSequential[levels - 1]);
        for (int i = 0; i < levels; i++)
        {
            int width = widths[i];
            _down[i] = AddModule($"down{i}", Block(i == 0 ? inChannels : width, width, options));
            if (i + 1 == levels) break;
            // A place more at the end, so that grids of odd size lose none.
            var half = new SparseConv3d(
                width, widths[i + 1], 2, 2, ((0, 1), (0, 1), (0, 1)), hasBias: false, generator: options.Generator, device: options.Device);
            var back = new SparseInverseConv3d(widths[i + 1], width, 2, hasBias: false, generator: options.Generator, device: options.Device);
            _reduce[i] = AddModule($"reduce{i}", new SparseSequential(half, new BatchNorm1d(widths[i + 1], device: options.Device), new Relu()));
            _expand[i] = AddModule($"expand{i}", new SparseSequential(back, new BatchNorm1d(width, device: options.Device), new Relu()));
            _up[i] = AddModule($"up{i}", Block(2 * width, width, options));
        }
        Head = AddModule("head", new Linear(widths[0], outChannels, generator: options.Generator, device: options.Device));
    }

    /// <summary>The map of each site's features at the end.</summary>
    public Linear Head { get; }

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        SparseTensor output = Level(input, 0);
        output = output.With(Head.Forward(output.Features));
        scope.Keep(output.Features);
        return output;
    }

    private SparseTensor Level(SparseTensor input, int level)
    {
        SparseTensor here = _down[level].Forward(input);
        if (level == _reduce.Length) return here;
        SparseTensor below = Level(_reduce[level].Forward(here), level + 1);
        return _up[level].Forward(here.ConcatChannels(_expand[level].Forward(below)));
    }

    private static SparseSequential Block(int inChannels, int outChannels, SparseUNetOptions options)
    {
        var modules = new List<Modules.Module>();
        for (int i = 0; i < options.Depth; i++)
        {
            modules.Add(new SubmanifoldConv3d(
                i == 0 ? inChannels : outChannels, outChannels, 3, hasBias: false, generator: options.Generator, device: options.Device));
            modules.Add(new BatchNorm1d(outChannels, device: options.Device));
            modules.Add(new Relu());
        }
        return new SparseSequential([.. modules]);
    }
}
