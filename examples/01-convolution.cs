// A tensor, a convolution and its gradient.
// Run it with: dotnet run examples/01-convolution.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

using var scope = new TensorScope();
Tensor x = Tensor.Normal([1, 3, 32, 32]);                                // images, [N, C, H, W]
Tensor w = Tensor.Normal([16, 3, 3, 3], order: MemoryOrder.Filter);      // filters, [O, I, kH, kW]
w.RequiresGrad = true;
Tensor y = x.Conv2d(w, padding: 1).Relu();
y.Sum().Backward();
Console.WriteLine(y.Describe());
Console.WriteLine(w.Gradient!.Describe());
