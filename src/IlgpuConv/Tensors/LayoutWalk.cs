namespace IlgpuConv.Tensors;

/// <summary>Goes over the logical axes but the last as an odometer; the last is a run of equal steps.</summary>
internal sealed class LayoutWalk(Layout layout)
{
    private readonly int[] _index = new int[Math.Max(0, layout.Shape.Rank - 1)];

    /// <summary>Elements of a run.</summary>
    public int Run { get; } = layout.Shape.Rank == 0 ? 1 : layout.Shape[-1];

    /// <summary>Elements of memory from one of a run to the next.</summary>
    public long Step { get; } = layout.Shape.Rank == 0 ? 1 : layout.Stride(-1);

    /// <summary>The first element of the run in memory.</summary>
    public long Address { get; private set; }

    /// <summary>Goes to the first run.</summary>
    public void Begin()
    {
        Array.Clear(_index);
        Address = 0;
    }

    /// <summary>Goes to the next run.</summary>
    public void Next()
    {
        for (int axis = _index.Length - 1; axis >= 0; axis--)
        {
            Address += layout.Stride(axis);
            if (++_index[axis] < layout.Shape[axis]) return;
            Address -= layout.Stride(axis) * _index[axis];
            _index[axis] = 0;
        }
    }
}
