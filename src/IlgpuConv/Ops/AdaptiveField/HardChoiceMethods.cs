using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Choosing one of a few with a gradient.</summary>
public static class HardChoiceMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Of <c>[N, S]</c>: 1 for the first largest of each row and 0 for the others. The gradient passes as it is (straight-through): it
        /// is that of the numbers chosen from, not of the choice, which has none.
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point [N, S] with S at least 1.</exception>
        public Tensor HardChoice()
        {
            if (x.Shape.Rank != 2 || x.Shape[1] < 1 || !x.IsFloating)
                throw new ArgumentException($"[hard choice] the tensor must be f32 or f64 [N, S] with S at least 1. Got {x}.");
            return new HardChoiceOperation().Apply(x.InOrder(MemoryOrder.RowMajor));
        }

        /// <summary>
        /// Gumbel-softmax (Jang et al. 2017) of <c>[N, S]</c> logits: <c>softmax((x - log(-log u)) / temperature)</c> with u uniform in (0, 1), or
        /// the choice of its largest with <paramref name="isHard"/>, whose gradient is that of the softmax.
        /// </summary>
        /// <param name="temperature">A number above 0: the lower, the closer to a choice.</param>
        /// <param name="isHard">Whether the result is a choice.</param>
        /// <param name="generator">Where u comes from, or null for the default generator; its state repeats the numbers on any device.</param>
        /// <exception cref="ArgumentException">The tensor is not floating-point [N, S] with S at least 1, or the temperature not above 0.</exception>
        public Tensor GumbelSoftmax(double temperature = 1, bool isHard = false, RandomGenerator? generator = null)
        {
            if (!(temperature > 0))
                throw new ArgumentException(FormattableString.Invariant($"[gumbel softmax] the temperature must be above 0. Got {temperature}."), nameof(temperature));
            return x.GumbelSoftmax(logits => logits / temperature, isHard, generator);
        }

        internal Tensor GumbelSoftmax(Func<Tensor, Tensor> divide, bool isHard, RandomGenerator? generator)
        {
            if (x.Shape.Rank != 2 || x.Shape[1] < 1 || !x.IsFloating)
                throw new ArgumentException($"[gumbel softmax] the tensor must be f32 or f64 [N, S] with S at least 1. Got {x}.");
            var noise = new double[x.Shape.Elements];
            (generator ?? RandomGenerator.Default).Uniform(noise, 0, 1);
            for (int i = 0; i < noise.Length; i++) noise[i] = -Math.Log(-Math.Log(Math.Clamp(noise[i], 1e-12, 1 - 1e-12)));
            Tensor soft = divide(x + Tensor.FromDoubles(noise, x.Shape, x.Type, x.Device)).Softmax(1);
            return isHard ? soft.HardChoice() : soft;
        }
    }
}
