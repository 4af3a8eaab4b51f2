using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Which coordinates a convolution sees beside its input.</summary>
/// <param name="HasPlace">Whether there is a channel for the place along each axis, from -1 to 1: the last axis first. An axis of size 1 has 0.</param>
/// <param name="HasRadius">Whether there is a channel for the distance <c>√Σ (place - centre)²</c>.</param>
/// <param name="Centre">The centre of the distance along each axis: 0, or 0.5 as in several ports.</param>
public readonly record struct CoordinateChannels(bool HasPlace, bool HasRadius = false, double Centre = 0)
{
    /// <summary>The places alone.</summary>
    public static readonly CoordinateChannels Places = new(true);

    /// <summary>The places and the distance from the middle.</summary>
    public static readonly CoordinateChannels PlacesAndRadius = new(true, true);

    /// <summary>How many channels these are for images of so many axes.</summary>
    public int Count(int axes) => (HasPlace ? axes : 0) + (HasRadius ? 1 : 0);

    /// <summary>The channels <c>[batch, count, spatial...]</c>.</summary>
    internal Tensor Make(int batch, int[] sizes, ElementType type, Device device)
    {
        int axes = sizes.Length, count = Count(axes), pixels = sizes.Aggregate(1, (product, size) => checked(product * size));
        var values = new double[checked(batch * count * pixels)];
        var at = new int[axes];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int axis = axes - 1, rest = pixel; axis >= 0; axis--) (at[axis], rest) = (rest % sizes[axis], rest / sizes[axis]);
            double square = 0;
            for (int channel = 0; channel < axes; channel++)
            {
                int axis = axes - 1 - channel;
                double place = sizes[axis] == 1 ? 0 : 2.0 * at[axis] / (sizes[axis] - 1) - 1;
                square += (place - Centre) * (place - Centre);
                if (HasPlace) values[channel * pixels + pixel] = place;
            }
            if (HasRadius) values[(count - 1) * pixels + pixel] = Math.Sqrt(square);
        }
        for (int n = 1; n < batch; n++) Array.Copy(values, 0, values, n * count * pixels, count * pixels);
        return Tensor.FromDoubles(values, [batch, count, .. sizes], type, device);
    }
}
