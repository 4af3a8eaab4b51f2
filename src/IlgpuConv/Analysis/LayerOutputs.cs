using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// The maps inside any network, found while it runs: each operation that sums over many terms and gives a map of more than one pixel begins a layer,
/// and what follows on that map in the same size (norm, activation, gate, residual sum) is part of it.
/// </summary>
public static class LayerOutputs
{
    /// <summary>Runs <paramref name="model"/> in inference on one image and keeps the maps of its layers, in the order in which they ran.</summary>
    /// <param name="model">Any network.</param>
    /// <param name="input">One image, <c>[1, C, H, W]</c>.</param>
    /// <exception cref="ArgumentException">The input is not one image, or does not fit the network.</exception>
    public static IReadOnlyList<LayerOutput> Of(Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[0] != 1) throw new ArgumentException($"[layer outputs] the input must be one image, [1, C, H, W]. Got {input.Shape}.", nameof(input));
        var listener = new Listener(model);
        using var mode = new InferenceMode(model);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var trace = new OperationTrace(listener.Hear);
        model.Forward(input);
        return listener.Layers;
    }

    private sealed class Listener(Module model)
    {
        // By the memory: an operation may be given another handle to it.
        private readonly Dictionary<TensorKey, string> _owners = Owners(model);
        private readonly Dictionary<TensorKey, int> _layerOf = [];
        private readonly Dictionary<TensorKey, int> _depthOf = [];
        private readonly List<int> _depths = [];
        private string _last = "";

        public List<LayerOutput> Layers { get; } = [];

        public void Hear(AppliedOperation applied)
        {
            (IReadOnlyList<Tensor> inputs, Tensor output) = (applied.Inputs, applied.Output);
            string[] owners = [.. from input in inputs let key = TensorKey.Of(input) where _owners.ContainsKey(key) select _owners[key]];
            if (owners.Length > 0) _last = owners[0];
            if (owners.Length == inputs.Count && owners.Length > 0)
            {
                // A filter made of parameters alone is a parameter of the same layer.
                _owners[TensorKey.Of(output)] = owners[0];
                return;
            }
            bool begins = applied.Operation.MultiplyAdds > 0;
            int depth = inputs.Max(input => _depthOf.GetValueOrDefault(TensorKey.Of(input))) + (begins ? 1 : 0);
            _depthOf[TensorKey.Of(output)] = depth;
            Shape shape = output.Shape;
            if (shape.Rank != 4 || shape[0] != 1 || shape[2] * shape[3] <= 1 || !output.IsFloating) return;
            // A sum of branches is part of the deepest one, of equals the last: a residual is that of its block, not of the way round it.
            IEnumerable<int> before = inputs.Select(input => _layerOf.GetValueOrDefault(TensorKey.Of(input), -1)).Where(at => at >= 0 && Fits(Layers[at], shape));
            int follows = before.OrderByDescending(at => _depths[at]).ThenByDescending(at => at).FirstOrDefault(-1);
            if (!begins && follows < 0) return;
            string past = begins ? "" : $"{Layers[follows].Operations}, ";
            var seen = new LayerOutput(begins ? _last : Layers[follows].Layer, past + applied.Operation.Name, shape[1], shape[2], shape[3], Array.ConvertAll(output.ToDoubles(), v => (float)v));
            if (begins && (Layers.Count == 0 || Layers[^1].Layer != _last))
            {
                Layers.Add(seen);
                _depths.Add(depth);
            }
            if (begins) follows = Layers.Count - 1;
            Layers[follows] = seen;
            _depths[follows] = depth;
            _layerOf[TensorKey.Of(output)] = follows;
        }

        private static bool Fits(LayerOutput layer, Shape shape) => (layer.Channels, layer.Height, layer.Width) == (shape[1], shape[2], shape[3]);

        /// <summary>The layer of each parameter and buffer; one inside a layer that shows itself counts as that layer's.</summary>
        private static Dictionary<TensorKey, string> Owners(Module model)
        {
            var owners = new Dictionary<TensorKey, string>();
            string? around = null;
            foreach ((string name, Module module) in model.NamedModules())
            {
                if (around is not null && !name.StartsWith(around + ".", StringComparison.Ordinal)) around = null;
                if (around is null && module is IVisible && name.Length > 0) around = name;
                foreach (Parameter parameter in module.OwnParameters) owners.TryAdd(TensorKey.Of(parameter.Value), around ?? name);
                foreach (ModuleBuffer buffer in module.OwnBuffers) owners.TryAdd(TensorKey.Of(buffer.Value), around ?? name);
            }
            return owners;
        }
    }
}
