using System.IO.Compression;
using System.Text;
using IlgpuConv.KernelCompiler.Emit.Lanes;
using IlgpuConv.KernelCompiler.Emit.Launch;
using IlgpuConv.KernelCompiler.Emit.OpenCl;
using IlgpuConv.KernelCompiler.Emit.Ptx;
using IlgpuConv.KernelCompiler.Emit.Scalar;
using IlgpuConv.KernelCompiler.Emit.Simd;
using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Passes;
using IlgpuConv.KernelCompiler.Roslyn;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Writes all forms of a kernel and of its twin, and the method that hands them to the runtime.</summary>
internal sealed class KernelForms
{
    private readonly IndentedWriter _hand = new();
    private readonly IndentedWriter _bodies = new();

    private KernelForms()
    {
    }

    public static string Emit(KernelModel model)
    {
        var forms = new KernelForms();
        LaunchEmitter.Header(forms._hand, model);
        forms._hand.Open($"{model.Accessibility} static unsafe partial class {model.Class}Launch");
        forms._hand.Open($"static partial void Compile{model.Method}(KernelCode code, bool twin)");
        if (model.HasTwin)
        {
            forms._hand.Open("if (twin)");
            forms.Add(IrReader.Read(model.TwinIr) with { Name = model.Method }, $"{model.Method}_f64_Code", $"{model.Method}Arguments<double>");
            forms._hand.Line("return;");
            forms._hand.Close();
        }
        forms.Add(IrReader.Read(model.Ir), $"{model.Method}_Code", model.HasTwin ? $"{model.Method}Arguments<float>" : $"{model.Method}Arguments");
        forms._hand.Close();
        forms._hand.Line();
        foreach (string line in forms._bodies.ToString().TrimEnd().Split('\n')) forms._hand.Line(line);
        forms._hand.Close();
        return forms._hand.ToString();
    }

    /// <summary>Writes one class that holds the forms of a kernel, and the lines that hand them over.</summary>
    private void Add(KernelIr kernel, string owner, string argumentsType)
    {
        _bodies.Line("[SkipLocalsInit]");
        _bodies.Open($"private static unsafe class {owner}");
        KernelIr plain = WithoutPrefetch.Run(kernel);
        ScalarEmitter.Emit(plain, _bodies, "Scalar", argumentsType);
        _hand.Line($"code.Scalar = &{owner}.Scalar;");

        var texts = new OpenClTexts(plain, kernel);
        KernelIr eight = LaneEmitter.Prepare(kernel, 8);
        bool wide = LaneEmitter.IsWide(eight);
        foreach (int lanes in wide ? new[] { 8, 4 } : [16, 8, 4])
        {
            KernelIr prepared = lanes == 8 ? eight : LaneEmitter.Prepare(kernel, lanes);
            _bodies.Line();
            SimdEmitter.Emit(prepared, lanes, _bodies, $"Vectors{lanes}", argumentsType);
            _hand.Line($"code.Lanes{lanes} = &{owner}.Vectors{lanes};");
            // Processors with 128-bit vectors take the 256-bit text: a driver splits its vectors.
            if (lanes * (wide ? 8 : 4) >= 32) Text(owner, $"OpenClLanes{lanes}", texts.Lanes(prepared, lanes));
        }
        _hand.Line($"code.LaneBytes = {(wide ? 8 : 4)};");
        Text(owner, "OpenClWorkItems", texts.WorkItems());

        var layout = new PackedLayout(kernel);
        Text(owner, "Ptx", PtxEmitter.Emit(plain, layout));
        _hand.Line($"code.WrittenViews = {PtxEmitter.Written(kernel)}ul;");
        _bodies.Line();
        layout.EmitPack(_bodies, argumentsType);
        _hand.Line($"code.Pack = &{owner}.Pack;");
        _hand.Line($"code.PackedBytes = {layout.Bytes};");
        _hand.Line($"code.UsesDouble = {(layout.UsesDouble ? "true" : "false")};");
        _bodies.Close();
        _bodies.Line();
    }

    /// <summary>Writes a text as a C# method that returns it in UTF-8: to be read as a comment, compressed for the assembly.</summary>
    private void Text(string owner, string name, string text)
    {
        _bodies.Line();
        foreach (string line in text.TrimEnd().Split('\n')) _bodies.Line($"//  {line}".TrimEnd());
        _bodies.Line($"internal static System.ReadOnlySpan<byte> {name}() => KernelText.Unpack(\"{Packed(text)}\"u8);");
        _hand.Line($"code.{name} = &{owner}.{name};");
    }

    private static string Packed(string text)
    {
        using var packed = new MemoryStream();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal)) deflate.Write(bytes, 0, bytes.Length);
        return Convert.ToBase64String(packed.ToArray());
    }
}
