using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolutions of sparse tensors. The bias is added at active output sites only.</summary>
public static class SparseConvMethods
{
    extension(SparseTensor x)
    {
        /// <summary>
        /// Submanifold convolution (Graham and van der Maaten 2017) in two dimensions: the output has the input's sites,
        /// <c>y[q, o] = bias[o] + Σ_{u, v, c} w[o, c, u, v] x[q + ((u, v) - k/2) dilation, c]</c> over the active ones.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c> of odd size.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="dilation">Places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SubmanifoldConv2d(Tensor weight, Tensor? bias = null, Pair? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 2, weight, bias, groups, isTransposed: false);
            return Forward(x, x.Sites.Submanifold(kernel, Volume(dilation ?? 1)), weight, bias, groups);
        }

        /// <summary>Submanifold convolution in three dimensions.</summary>
        /// <param name="weight">The filter <c>[O, I/groups, kD, kH, kW]</c> of odd size.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="dilation">Places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SubmanifoldConv3d(Tensor weight, Tensor? bias = null, Triple? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 3, weight, bias, groups, isTransposed: false);
            return Forward(x, x.Sites.Submanifold(kernel, dilation), weight, bias, groups);
        }

        /// <summary>
        /// Convolution in two dimensions: an output site is every place whose window holds an input site, and its features are those of a dense
        /// convolution.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input places from one output to the next; 1 by default.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="dilation">Input places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SparseConv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 2, weight, bias, groups, isTransposed: false);
            return Forward(x, x.Sites.Convolution(kernel, Volume(stride ?? 1), Volume(padding ?? 0), Volume(dilation ?? 1)), weight, bias, groups);
        }

        /// <summary>Convolution in three dimensions: an output site is every place whose window holds an input site.</summary>
        /// <param name="weight">The filter <c>[O, I/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input places from one output to the next; 1 by default.</param>
        /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
        /// <param name="dilation">Input places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SparseConv3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3? padding = null, Triple? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 3, weight, bias, groups, isTransposed: false);
            return Forward(x, x.Sites.Convolution(kernel, stride, padding, dilation), weight, bias, groups);
        }

        /// <summary>
        /// Inverse convolution: the transposed convolution onto exactly the sites that a strided convolution came from,
        /// <c>y[p, o] = bias[o] + Σ_{t, c} w[c, o, t] x[q, c]</c> over the pairs (p, q) of its rulebook.
        /// </summary>
        /// <param name="weight">The filter <c>[I, O/groups, (kD,) kH, kW]</c>, with the taps of the convolution that is turned round.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="rulebook">The rulebook to turn round; by default the one that made these sites.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">No convolution made these sites, or sizes or element types do not fit.</exception>
        public SparseTensor SparseInverseConv(Tensor weight, Tensor? bias = null, Rulebook? rulebook = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, x.Sites.Rank, weight, bias, groups, isTransposed: true);
            Rulebook book = rulebook ?? x.Sites.Origin ?? throw new ArgumentException($"[sparse conv] an inverse convolution needs the rulebook that made its sites. Got {x}.");
            if (book.Output != x.Sites || book.Kernel != kernel)
            {
                throw new ArgumentException(
                    $"[sparse conv] an inverse convolution has the output sites and the taps of its rulebook. Got {x}, weight {weight.Shape}, rulebook {book}.");
            }
            return Transposed(x, book, weight, bias, groups);
        }

        /// <summary>
        /// Transposed convolution in two dimensions that makes sites: every place that a tap reaches from an input site is active,
        /// <c>y[p stride - padding + t dilation, o] += w[c, o, t] x[p, c]</c>, plus the bias.
        /// </summary>
        /// <param name="weight">The filter <c>[I, O/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Output places from one input to the next; 1 by default.</param>
        /// <param name="padding">Places cropped from the output, in numbers; 0 by default.</param>
        /// <param name="outputPadding">Places added after the last output, less than the stride or the dilation; 0 by default.</param>
        /// <param name="dilation">Output places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SparseConvTranspose2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? outputPadding = null, Pair? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 2, weight, bias, groups, isTransposed: true);
            Rulebook book = x.Sites.Transposed(
                kernel, Volume(stride ?? 1), Volume(padding ?? 0), Volume(outputPadding ?? 0) with { Depth = 0 }, Volume(dilation ?? 1));
            return Transposed(x, book, weight, bias, groups);
        }

        /// <summary>Transposed convolution in three dimensions that makes sites.</summary>
        /// <param name="weight">The filter <c>[I, O/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Output places from one input to the next; 1 by default.</param>
        /// <param name="padding">Places cropped from the output, in numbers; 0 by default.</param>
        /// <param name="outputPadding">Places added after the last output, less than the stride or the dilation; 0 by default.</param>
        /// <param name="dilation">Output places from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public SparseTensor SparseConvTranspose3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3? padding = null, Triple? outputPadding = null, Triple? dilation = null, int groups = 1)
        {
            Triple kernel = SparseConvShape.Check(x, 3, weight, bias, groups, isTransposed: true);
            return Transposed(x, x.Sites.Transposed(kernel, stride, padding, outputPadding, dilation), weight, bias, groups);
        }
    }

    private static Triple Volume(Pair plane) => (1, plane.Height, plane.Width);

    /// <summary>The padding of a plane as that of a volume one place deep.</summary>
    internal static Padding3 Volume(Padding2 plane) =>
        plane.Rule == PaddingRule.Explicit ? ((0, 0), (plane.Top, plane.Bottom), (plane.Left, plane.Right)) : plane.Rule;

    private static SparseTensor Forward(SparseTensor x, Rulebook book, Tensor weight, Tensor? bias, int groups)
    {
        Tensor y = new SparseConvOperation(new SparseConvShape(book, weight.Shape, groups)).Apply(x.Features, weight, bias);
        return book.Output == x.Sites ? x.With(y) : new SparseTensor(book.Output, y);
    }

    private static SparseTensor Transposed(SparseTensor x, Rulebook book, Tensor weight, Tensor? bias, int groups) =>
        new(book.Input, new SparseConvInputGradientOperation(new SparseConvShape(book, weight.Shape, groups)).Apply(x.Features, weight, bias));
}
