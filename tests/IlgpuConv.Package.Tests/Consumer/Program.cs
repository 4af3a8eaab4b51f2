using IlgpuConv.IO;
using IlgpuConv.Tensors;

LabelledImages digits = DigitsDataset.Load();
float[] pixels = new float[digits.ImageLength];
digits.CopyImage(0, pixels);
using Tensor image = Tensor.FromArray(pixels, [1, 1, 8, 8]);
Console.WriteLine($"images: {digits.Count}");
Console.WriteLine($"sum: {image.ToArray<float>().Sum() * 16}");
