using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Tensors;

public class TensorScopeTests
{
    [Fact]
    public void A_scope_drops_what_was_made_inside_and_hands_out_what_is_kept()
    {
        Tensor dropped, kept;
        using (var outer = new TensorScope())
        {
            using (var inner = new TensorScope())
            {
                dropped = Tensor.Zeros([3]);
                kept = inner.Keep(dropped + 1);
            }
            Assert.True(dropped.IsDisposed);
            Assert.False(kept.IsDisposed);
        }
        Assert.True(kept.IsDisposed);
    }

    [Fact]
    public async Task A_scope_follows_the_flow_of_the_program()
    {
        Tensor tensor;
        using (new TensorScope())
        {
            await Task.Yield();
            tensor = await Task.Run(() => Tensor.Zeros([3]));
        }
        Assert.True(tensor.IsDisposed);
    }

    [Fact]
    public void A_scope_may_end_before_those_inside_it()
    {
        using var outermost = new TensorScope();
        var outer = new TensorScope();
        var inner = new TensorScope();
        outer.Dispose();
        Tensor inside = Tensor.Zeros([1]);
        inner.Dispose();
        Tensor after = Tensor.Zeros([1]);
        Assert.True(inside.IsDisposed);
        outermost.Dispose();
        Assert.True(after.IsDisposed);
    }

    [Fact]
    public void What_a_gradient_needs_outlives_the_scope()
    {
        using Tensor x = Tensor.Full([3], 2);
        x.RequiresGrad = true;
        Tensor loss;
        using (var scope = new TensorScope()) loss = scope.Keep((x.Square() * x).Sum());
        loss.Backward();
        Assert.Equal([12, 12, 12], x.Gradient!.ToDoubles());
        loss.Dispose();
        x.ClearGradient();
    }

    [Fact]
    public void Memory_comes_back()
    {
        using var device = new CpuDevice(1);
        long before = device.Memory.InUse;
        using (Tensor x = Tensor.Full([4, 5], 2, device: device))
        {
            x.RequiresGrad = true;
            for (int i = 0; i < 3; i++)
            {
                using var scope = new TensorScope();
                Tensor y = ((x * x).Exp() / (x + 3)).Sum([0]).Sigmoid().Mean();
                Tensor[] gradients = Gradients.Of(y, [x], createGraph: true);
                (gradients[0].Square().Sum() + y).Backward();
                x.ClearGradient();
            }
        }
        Assert.Equal(before, device.Memory.InUse);
    }

    [Fact]
    public void A_forgotten_tensor_is_returned_by_its_finalizer()
    {
        using var device = new CpuDevice(1);
        long before = device.Memory.InUse;
        Forget(device);
        for (int i = 0; i < 10 && device.Memory.InUse != before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(before, device.Memory.InUse);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget(Device device)
    {
        Tensor x = Tensor.Full([100], 1, device: device);
        x.RequiresGrad = true;
        _ = (x * x).Sigmoid();
        Assert.True(device.Memory.InUse > 0);
    }
}
