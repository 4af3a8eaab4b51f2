namespace IlgpuConv.Tensors;

/// <summary>Random draws of a piece of a forward pass, so that running it again (a checkpoint) makes the same choices.</summary>
internal sealed class DrawLog
{
    private readonly List<RandomDraw> _draws = [];
    private int _next = -1;

    /// <summary>From now on the kept draws are given again, from the first.</summary>
    public void Rewind() => _next = 0;

    public RandomDraw Next(Func<RandomDraw> draw)
    {
        if (_next >= 0) return _draws[_next++];
        RandomDraw made = draw();
        _draws.Add(made);
        return made;
    }
}
