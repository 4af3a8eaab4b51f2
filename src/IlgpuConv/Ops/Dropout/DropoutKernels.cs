namespace IlgpuConv.Ops;

/// <summary>
/// Dropout with numbers from Philox 4x32-10: lane i uses the four numbers of block i for elements i, i + q, i + 2q and i + 3q with q a
/// quarter of the elements, so that which are dropped does not depend on the group and stores stay contiguous.
/// </summary>
internal static class DropoutKernels
{
    [Kernel]
    internal static void Forward(
        ArrayView<float> x, ArrayView<float> y, uint key0, uint key1, uint position0, uint position1, uint threshold, float scale, int length,
        int quarter)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < quarter)
        {
            uint a = position0 + (uint)i;
            uint b = position1 + (a < position0 ? 1u : 0u);
            uint c = 0u;
            uint d = 0u;
            uint k0 = key0;
            uint k1 = key1;
            for (int round = 0; round < Unroll.Count(10); round++)
            {
                ulong first = 0xD2511F53ul * a;
                ulong second = 0xCD9E8D57ul * c;
                uint newA = (uint)(second >> 32) ^ b ^ k0;
                uint newC = (uint)(first >> 32) ^ d ^ k1;
                b = (uint)second;
                d = (uint)first;
                a = newA;
                c = newC;
                k0 += 0x9E3779B9u;
                k1 += 0xBB67AE85u;
            }
            Store(x, y, i, a, threshold, scale, length);
            Store(x, y, i + quarter, b, threshold, scale, length);
            Store(x, y, i + 2 * quarter, c, threshold, scale, length);
            Store(x, y, i + 3 * quarter, d, threshold, scale, length);
        }
    }

    private static void Store(ArrayView<float> x, ArrayView<float> y, int i, uint random, uint threshold, float scale, int length)
    {
        if (i < length) y[i] = random >= threshold ? x[i] * scale : 0f;
    }
}
