namespace IlgpuConv.Autograd;

/// <summary>How many more derivatives may be taken, and of what operation that is the limit.</summary>
/// <param name="Remaining">Derivatives that may still be taken.</param>
/// <param name="Operation">The operation that sets the limit.</param>
/// <param name="HighestOrder">The highest order that it supports.</param>
internal sealed record OrderLimit(int Remaining, string Operation, int HighestOrder)
{
    /// <summary>The stricter of the operation's own limit and the one around it.</summary>
    public static OrderLimit For(Operation operation)
    {
        OrderLimit? outer = GradientMode.Limit;
        return outer is not null && outer.Remaining < operation.HighestOrder
            ? outer
            : new OrderLimit(operation.HighestOrder, operation.Name, operation.HighestOrder);
    }

    /// <summary>The limit after one derivative.</summary>
    public OrderLimit Next() => Remaining == Autograd.Operation.AnyOrder ? this : this with { Remaining = Remaining - 1 };

    public NotSupportedException Refuse() => new(
        $"[autograd] {Operation} supports derivatives up to order {HighestOrder}. Got a request for order {HighestOrder + 1}.");
}
