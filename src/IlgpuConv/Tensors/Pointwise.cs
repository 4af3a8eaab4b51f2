using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>Launches pointwise kernels over tensors of any layout.</summary>
internal static class Pointwise
{
    /// <summary>The launch of a kernel with one input.</summary>
    public delegate void UnaryLaunch(Device device, LaunchGrid grid, BufferView a, BufferView y, in RowShape s);

    /// <summary>The launch of a kernel with two inputs.</summary>
    public delegate void BinaryLaunch(Device device, LaunchGrid grid, BufferView a, BufferView b, BufferView y, in RowShape s);

    /// <summary>
    /// The forms of one binary kernel: both inputs contiguous along columns, the left one only, the right one only. Where a form is
    /// missing, a number is repeated in memory first.
    /// </summary>
    /// <param name="Both">Both contiguous.</param>
    /// <param name="Left">The right one is one number along columns; may be null.</param>
    /// <param name="Right">The left one is one number along columns; may be null.</param>
    /// <param name="Commutes">Whether the left form serves the right one with its inputs exchanged.</param>
    public sealed record BinaryForms(BinaryLaunch Both, BinaryLaunch? Left = null, BinaryLaunch? Right = null, bool Commutes = false);

    /// <summary>The shape that two shapes are broadcast to, as in NumPy.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static Shape BroadcastShape(string name, Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int left = i <= a.Rank ? a[-i] : 1, right = i <= b.Rank ? b[-i] : 1;
            if (left != right && left != 1 && right != 1)
                throw new ArgumentException($"[{name}] sizes must be equal or 1, aligned at the last axis. Got {a} and {b}.");
            sizes[rank - i] = left == 1 ? right : left;
        }
        return new Shape(sizes);
    }

    /// <summary>A kernel of one number over every element; the output is dense and in the input's order.</summary>
    public static Tensor Unary(Tensor a, UnaryLaunch launch)
    {
        Tensor y = a.EmptyLike();
        RowWalk walk = RowWalk.Broadcast(y.Layout, a.Layout);
        if (walk.AColumn != 1) walk = RowWalk.Broadcast(y.Layout, (a = Dense(a, y)).Layout);
        foreach (RowWalk.Part part in walk.Parts())
            launch(a.Device, part.Grid, Skip(a, part.A), Skip(y, part.Y), part.Shape);
        return y;
    }

    /// <summary>A kernel of two numbers over every element of the broadcast shape.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or types differ.</exception>
    public static Tensor Binary(string name, Tensor a, Tensor b, BinaryForms forms)
    {
        CheckFloating(name, a);
        if (a.Type != b.Type) throw new ArgumentException($"[{name}] both tensors must have one element type. Got {a} and {b}.");
        Shape shape = BroadcastShape(name, a.Shape, b.Shape);
        Tensor y = Tensor.Empty(shape, a.Type, a.Device, OrderOf(a, b, shape));
        if (a.Shape == b.Shape && a.Order != b.Order) TensorCopy.CountConversion();
        RowWalk walk = RowWalk.Broadcast(y.Layout, a.Layout, b.Layout);
        if (forms.Commutes && walk.AColumn == 0)
        {
            (a, b) = (b, a);
            walk = RowWalk.Broadcast(y.Layout, a.Layout, b.Layout);
        }
        BinaryLaunch? launch = (walk.AColumn, walk.BColumn) switch
        {
            (1, 0) => forms.Left,
            (0, 1) => forms.Right,
            _ => null,
        };
        if (launch is null && (walk.AColumn, walk.BColumn) != (1, 1))
        {
            if (walk.AColumn != 1) a = Dense(a, y);
            if (walk.BColumn != 1) b = Dense(b, y);
            walk = RowWalk.Broadcast(y.Layout, a.Layout, b.Layout);
        }
        foreach (RowWalk.Part part in walk.Parts())
            (launch ?? forms.Both)(a.Device, part.Grid, Skip(a, part.A), Skip(b, part.B), Skip(y, part.Y), part.Shape);
        return y;
    }

    /// <summary>Throws unless the tensor is floating-point.</summary>
    public static void CheckFloating(string name, Tensor tensor)
    {
        if (!tensor.IsFloating) throw new ArgumentException($"[{name}] the element type must be f32 or f64. Got {tensor}.");
    }

    /// <summary>A tensor's view from an element on.</summary>
    public static BufferView Skip(Tensor tensor, long elements)
    {
        BufferView view = tensor.View;
        return elements == 0 ? view : view with { Offset = view.Offset + elements, Length = view.Length - elements };
    }

    /// <summary>The elements repeated to the shape of <paramref name="like"/>, in its layout: for what no kernel reads along columns.</summary>
    private static Tensor Dense(Tensor x, Tensor like)
    {
        Tensor dense = Tensor.Empty(like.Shape, x.Type, x.Device, like.Order);
        TensorCopy.Strided(x, dense, like.Shape, RowWalk.Strides(x.Layout, like.Shape), 0, RowWalk.Strides(dense.Layout, like.Shape), 0);
        return dense;
    }

    private static MemoryOrder OrderOf(Tensor a, Tensor b, Shape shape)
    {
        if (a.Shape == shape) return a.Order;
        if (b.Shape == shape) return b.Order;
        return a.Shape.Rank >= b.Shape.Rank ? a.Order : b.Order;
    }
}
