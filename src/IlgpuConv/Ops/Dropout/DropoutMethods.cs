using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Dropout.</summary>
public static class DropoutMethods
{
    extension(Tensor x)
    {
        /// <summary>Sets each element to 0 with a probability and scales the others by <c>1 / (1 - p)</c>.</summary>
        /// <param name="probability">The probability, in [0, 1].</param>
        /// <param name="generator">Where the choice comes from, or null for the default generator.</param>
        /// <exception cref="ArgumentException">The probability lies outside.</exception>
        public Tensor Dropout(double probability, RandomGenerator? generator = null)
        {
            if (!(probability >= 0 && probability <= 1))
                throw new ArgumentException($"[dropout] the probability must lie in [0, 1]. Got {probability}.", nameof(probability));
            RandomDraw draw = (generator ?? RandomGenerator.Default).Draw(DropoutOperation.Blocks(x.Shape));
            return new DropoutOperation(probability, draw).Apply(x);
        }
    }
}
