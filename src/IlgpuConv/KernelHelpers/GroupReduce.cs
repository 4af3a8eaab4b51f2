namespace IlgpuConv.KernelHelpers;

/// <summary>
/// Sums and maxima over the lanes of a group, the same for every lane. The tree is fixed by the size of the group: each round adds the
/// upper half of the values to the lower one, <c>v[i] += v[i + ceil(n / 2)]</c>. Every lane of the group must call it.
/// </summary>
internal static class GroupReduce
{
    /// <summary>No device has larger groups.</summary>
    private const int LargestGroup = 1024;

    /// <summary>The sum over the lanes.</summary>
    public static float Sum(float value) => Reduce<AddLanes>(value);

    /// <summary>The largest value of the lanes.</summary>
    public static float Max(float value) => Reduce<MaxLanes>(value);

    private static float Reduce<TOperator>(float value)
        where TOperator : struct, ILaneOperator
    {
        var values = SharedMemory.Allocate<float>(LargestGroup);
        int lane = Group.IdxX;
        values[lane] = value;
        Group.Barrier();
        int width = Group.DimX;
        while (width > 1)
        {
            int half = (width + 1) / 2;
            if (lane + half < width) values[lane] = TOperator.Apply(values[lane], values[lane + half]);
            Group.Barrier();
            width = half;
        }
        float result = values[0];
        Group.Barrier();
        return result;
    }

    private interface ILaneOperator
    {
        static abstract float Apply(float x, float y);
    }

    private readonly struct AddLanes : ILaneOperator
    {
        public static float Apply(float x, float y) => x + y;
    }

    private readonly struct MaxLanes : ILaneOperator
    {
        public static float Apply(float x, float y) => x > y ? x : y;
    }
}
