using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>Tensors and modules in safetensors files; elements are stored in the order of the logical shape, as PyTorch stores them.</summary>
public static class TensorFile
{
    /// <summary>Adds a tensor of any element type that has a place in the format.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Add(this SafeTensorsWriter writer, string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(tensor);
        long[] shape = new long[tensor.Shape.Rank];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = tensor.Shape[axis];
        }

        switch (tensor.Type)
        {
            case ElementType.Float32:
                writer.Add<float>(name, shape, tensor.ToArray<float>());
                break;
            case ElementType.Float64:
                writer.Add<double>(name, shape, tensor.ToArray<double>());
                break;
            case ElementType.Int32:
                writer.Add<int>(name, shape, tensor.ToArray<int>());
                break;
            case ElementType.Int64:
                writer.Add<long>(name, shape, tensor.ToArray<long>());
                break;
            default:
                writer.Add<byte>(name, shape, tensor.ToArray<byte>());
                break;
        }
    }

    /// <summary>Reads one tensor; F16 and BF16 are widened to 32-bit floats.</summary>
    /// <exception cref="ArgumentException">The file has no such tensor.</exception>
    public static Tensor ReadTensor(this SafeTensorsFile file, string name, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        SafeTensorsType? type = file.Entries.TryGetValue(name, out SafeTensorsEntry? entry) ? entry.Type : null;
        Shape shape = new([.. (entry?.Shape ?? []).Select(size => checked((int)size))]);
        return type switch
        {
            SafeTensorsType.F64 => Tensor.FromArray(file.Read<double>(name), shape, device),
            SafeTensorsType.I64 => Tensor.FromArray(file.Read<long>(name), shape, device),
            SafeTensorsType.I32 => Tensor.FromArray(file.Read<int>(name), shape, device),
            SafeTensorsType.U8 => Tensor.FromArray(file.Read<byte>(name), shape, device),
            _ => Tensor.FromArray(file.ReadFloats(name), shape, device),
        };
    }

    /// <summary>Writes parameters and buffers under their names, so that PyTorch's <c>load_state_dict</c> takes them.</summary>
    public static void Save(this Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        SafeTensorsWriter writer = new();
        foreach ((string name, Tensor tensor) in module.StateDictionary())
        {
            writer.Add(name, tensor);
        }

        writer.Save(path);
    }

    /// <summary>
    /// Copies the tensors of a file, such as one saved from PyTorch, into the module by name; what does not match is left as it is and
    /// reported. Names that begin with one of <paramref name="ignored"/> are passed over.
    /// </summary>
    public static StateReport Load(this Module module, SafeTensorsFile file, params string[] ignored)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        using TensorScope scope = new();
        return module.LoadStateDictionary(
            from name in file.Entries.Keys
            where !Array.Exists(ignored, prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            orderby name
            select (name, file.ReadTensor(name)));
    }
}
