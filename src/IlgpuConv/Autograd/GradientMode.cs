namespace IlgpuConv.Autograd;

/// <summary>Whether operations record, and how many more derivatives of what they record may be taken; both follow the flow of the program.</summary>
internal static class GradientMode
{
    private static readonly AsyncLocal<bool> s_off = new();
    private static readonly AsyncLocal<OrderLimit?> s_limit = new();

    public static bool IsOn => !s_off.Value;

    /// <summary>The limit that an operation whose backward is running puts on what it records.</summary>
    public static OrderLimit? Limit => s_limit.Value;

    public static bool Set(bool on)
    {
        bool before = !s_off.Value;
        if (before != on) s_off.Value = !on;
        return before;
    }

    public static OrderLimit? SetLimit(OrderLimit? limit)
    {
        OrderLimit? before = s_limit.Value;
        if (before != limit) s_limit.Value = limit;
        return before;
    }
}
