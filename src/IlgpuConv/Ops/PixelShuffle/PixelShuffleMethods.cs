using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Channels to space and back (Shi et al. 2016), in PyTorch's order of channels.</summary>
public static class PixelShuffleMethods
{
    extension(Tensor x)
    {
        /// <summary><c>[N, C r², H, W]</c> to <c>[N, C, H r, W r]</c>: <c>y[n, c, h r + i, w r + j] = x[n, c r² + i r + j, h, w]</c>.</summary>
        /// <exception cref="ArgumentException">The channels are no multiple of the factor's square, or the input is no image or not floating-point.</exception>
        public Tensor PixelShuffle(int factor)
        {
            Pointwise.CheckFloating("pixel shuffle", x);
            if (x.Shape.Rank != 4 || factor < 1 || x.Shape[1] % (factor * factor) != 0)
                throw new ArgumentException($"[pixel shuffle] the input must be [N, C, H, W] and its channels a multiple of the square of a factor of at least 1. Got factor {factor} for {x.Shape}.", nameof(factor));
            return new PixelShuffleOperation(factor, isInverse: false).Apply(x.InOrder(MemoryOrder.ChannelsLast));
        }

        /// <summary><c>[N, C, H r, W r]</c> to <c>[N, C r², H, W]</c>: <c>y[n, c r² + i r + j, h, w] = x[n, c, h r + i, w r + j]</c>.</summary>
        /// <exception cref="ArgumentException">Height or width is no multiple of the factor, or the input is no image or not floating-point.</exception>
        public Tensor PixelUnshuffle(int factor)
        {
            Pointwise.CheckFloating("pixel unshuffle", x);
            if (x.Shape.Rank != 4 || factor < 1 || x.Shape[2] % factor != 0 || x.Shape[3] % factor != 0)
                throw new ArgumentException($"[pixel unshuffle] the input must be [N, C, H, W] and height and width multiples of a factor of at least 1. Got factor {factor} for {x.Shape}.", nameof(factor));
            return new PixelShuffleOperation(factor, isInverse: true).Apply(x.InOrder(MemoryOrder.ChannelsLast));
        }
    }
}
