namespace IlgpuConv.Ops;

/// <summary>The pairs of a rulebook in slices, none of which goes beyond a tap.</summary>
/// <param name="Count">Slices.</param>
/// <param name="Bounds">The first pair of each slice and the one after its last.</param>
/// <param name="First">The first slice of each tap, and the number of all.</param>
internal sealed record PairSlices(int Count, DeviceInts Bounds, DeviceInts First)
{
    /// <summary>Slices of at most so many pairs, equally long within a tap.</summary>
    public static PairSlices Of(int[] begins, int most)
    {
        var bounds = new List<int>();
        var first = new int[begins.Length];
        for (int tap = 0; tap + 1 < begins.Length; tap++)
        {
            int count = begins[tap + 1] - begins[tap], slices = (int)((count + (long)most - 1) / most);
            for (int s = 0; s < slices; s++)
            {
                bounds.Add(begins[tap] + (int)((long)count * s / slices));
                bounds.Add(begins[tap] + (int)((long)count * (s + 1) / slices));
            }
            first[tap + 1] = first[tap] + slices;
        }
        return new PairSlices(first[^1], new DeviceInts([.. bounds]), new DeviceInts(first));
    }
}
