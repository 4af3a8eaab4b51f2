using IlgpuConv.KernelCompiler.Ir;
using IlgpuConv.KernelCompiler.Roslyn;

namespace IlgpuConv.KernelCompiler.Emit.Launch;

/// <summary>Writes the typed launch of a kernel: the argument struct, the kernel objects, and the methods that launch it.</summary>
internal static class LaunchEmitter
{
    public static string Emit(KernelModel model, KernelIr kernel)
    {
        bool twin = model.HasTwin;
        string name = model.Method, generic = twin ? "<T>" : "";
        var w = new IndentedWriter();
        Header(w, model);
        w.Open($"{model.Accessibility} static unsafe partial class {model.Class}Launch");

        w.Line("[StructLayout(LayoutKind.Sequential)]");
        w.Open($"internal struct {name}Arguments{generic}" + (twin ? " where T : unmanaged" : ""));
        foreach (IrParameter p in kernel.Parameters) w.Line($"public {FieldType(p, twin)} {p.Name};");
        w.Close();
        w.Line();

        // Each in a class of its own, so that it is made when it is first used: all kernels of a class together would cost a program's start.
        w.Line($"private static class {name}_Kernel {{ internal static readonly Kernel One = Make{name}(false); }}");
        if (twin) w.Line($"private static class {name}_f64_Kernel {{ internal static readonly Kernel One = Make{name}(true); }}");
        w.Line();
        w.Line("/// <summary>The compiled kernel for elements of the given type.</summary>");
        w.Line(twin
            ? $"public static Kernel {name}Kernel(ElementType type) => type == ElementType.Float64 ? {name}_f64_Kernel.One : {name}_Kernel.One;"
            : $"public static Kernel {name}Kernel(ElementType type) => {name}_Kernel.One;");
        w.Line();

        string parameters = string.Join("", kernel.Parameters.Select(p => $", {PublicType(p)} {p.Name}"));
        string names = string.Join("", kernel.Parameters.Select(p => $", {(p.Kind == ParameterKind.Struct ? "in " : "")}{p.Name}"));
        string chooser = twin && kernel.Parameters.FirstOrDefault(p => p.Type == IrType.F32 && p.Kind is ParameterKind.View or ParameterKind.Workspace) is { } first
            ? $"{first.Name}.Type == ElementType.Float64" : "false";

        w.Line("/// <summary>Launches the kernel; the element type of the views chooses the float kernel or its double twin.</summary>");
        w.Open($"public static void {name}(Device device_, LaunchGrid grid_{parameters})");
        if (twin)
        {
            w.Open($"if ({chooser})");
            w.Line($"{name}Arguments<double> twin_;");
            w.Line($"Fill{name}(device_, &twin_{names});");
            w.Line($"device_.Launch({name}_f64_Kernel.One, grid_, (byte*)&twin_);");
            KeepAlive(w, kernel);
            w.Line("return;");
            w.Close();
        }
        w.Line($"{name}Arguments{(twin ? "<float>" : "")} arguments_;");
        w.Line($"Fill{name}(device_, &arguments_{names});");
        w.Line($"device_.Launch({name}_Kernel.One, grid_, (byte*)&arguments_);");
        KeepAlive(w, kernel);
        w.Close();
        w.Line();

        w.Line("/// <summary>The launch as one stage of a chain.</summary>");
        w.Open($"public static ChainStage {name}Stage(Device device_, LaunchGrid grid_{parameters})");
        w.Line($"bool twin_ = {chooser};");
        w.Line(twin
            ? $"byte[] block_ = new byte[twin_ ? sizeof({name}Arguments<double>) : sizeof({name}Arguments<float>)];"
            : $"byte[] block_ = new byte[sizeof({name}Arguments)];");
        w.Open("fixed (byte* p_ = block_)");
        if (twin)
        {
            w.Line($"if (twin_) Fill{name}(device_, ({name}Arguments<double>*)p_{names});");
            w.Line($"else Fill{name}(device_, ({name}Arguments<float>*)p_{names});");
        }
        else
        {
            w.Line($"Fill{name}(device_, ({name}Arguments*)p_{names});");
        }
        w.Close();
        w.Line($"return new ChainStage({(twin ? $"twin_ ? {name}_f64_Kernel.One : {name}_Kernel.One" : $"{name}_Kernel.One")}, grid_, block_) {{ Keeps = new object[] {{ {string.Join(", ", Views(kernel).Select(v => $"{v.Name}.Buffer"))} }} }};");
        w.Close();
        w.Line();

        Fill(w, kernel, name, parameters, twin ? "<float>" : "", model);
        if (twin) Fill(w, kernel, name, parameters, "<double>", model);
        Make(w, model, kernel, twin);
        w.Line($"static partial void Compile{name}(KernelCode code, bool twin);");
        w.Close();
        return w.ToString();
    }

    /// <summary>Holds the buffers until the launch has them: their handles in the argument block do not.</summary>
    private static void KeepAlive(IndentedWriter w, KernelIr kernel)
    {
        foreach (IrParameter p in Views(kernel)) w.Line($"System.GC.KeepAlive({p.Name}.Buffer);");
    }

    private static IEnumerable<IrParameter> Views(KernelIr kernel) =>
        kernel.Parameters.Where(p => p.Kind is ParameterKind.View or ParameterKind.Workspace);

    public static void Header(IndentedWriter w, KernelModel model)
    {
        w.Line("// <auto-generated/>");
        w.Line("#nullable disable");
        w.Line("#pragma warning disable");
        w.Line("using System.Runtime.CompilerServices;");
        w.Line("using System.Runtime.InteropServices;");
        w.Line("using System.Runtime.Intrinsics;");
        w.Line("using IlgpuConv.Runtime;");
        w.Line();
        if (model.Namespace.Length > 0) w.Line($"namespace {model.Namespace};");
        w.Line();
    }

    private static void Fill(IndentedWriter w, KernelIr kernel, string name, string parameters, string generic, KernelModel model)
    {
        bool wide = generic == "<double>";
        w.Open($"private static void Fill{name}(Device device_, {name}Arguments{generic}* a_{parameters})");
        foreach (IrParameter p in kernel.Parameters)
        {
            IrType type = wide && p.Type == IrType.F32 ? IrType.F64 : p.Type;
            w.Line(p.Kind switch
            {
                ParameterKind.View or ParameterKind.Workspace =>
                    $"a_->{p.Name} = LaunchCheck.View(device_, in {p.Name}, ElementType.{type.Element()}, \"{model.Class}.{name}\", \"{p.Name.TrimStart('@')}\");",
                ParameterKind.Scalar when type == IrType.F32 => $"a_->{p.Name} = (float){p.Name};",
                _ => $"a_->{p.Name} = {p.Name};",
            });
        }
        w.Close();
        w.Line();
    }

    private static void Make(IndentedWriter w, KernelModel model, KernelIr kernel, bool twin)
    {
        string name = model.Method;
        w.Open($"private static Kernel Make{name}(bool twin)");
        w.Line("var code = new KernelCode();");
        w.Line($"Compile{name}(code, twin);");
        w.Line($"string name = \"{(model.Namespace.Length > 0 ? model.Namespace + "." : "")}{model.Class}.{name}\" + (twin ? \"/f64\" : \"\");");
        string barrier = Walk.All(kernel.Body).Any(s => s is BarrierStmt) ? "true" : "false";
        foreach (bool wide in twin ? new[] { true, false } : [false])
        {
            string type = $"{name}Arguments{(twin ? wide ? "<double>" : "<float>" : "")}";
            if (wide) w.Open("if (twin)");
            w.Line($"{type} {(wide ? "b" : "a")} = default;");
            IEnumerable<string> list = kernel.Parameters.Select(p =>
                $"new KernelParameter(\"{p.Name.TrimStart('@')}\", (int)((byte*)&{(wide ? "b" : "a")}.{p.Name} - (byte*)&{(wide ? "b" : "a")}), "
                + (p.Kind is ParameterKind.View or ParameterKind.Workspace
                    ? $"ElementType.{(wide && p.Type == IrType.F32 ? IrType.F64 : p.Type).Element()}" : "null")
                + $", {(p.Kind == ParameterKind.Workspace ? "true" : "false")})");
            w.Line($"return new Kernel(name, sizeof({type}), {barrier}, [{string.Join(", ", list)}], code);");
            if (wide) w.Close();
        }
        w.Close();
        w.Line();
    }

    private static string FieldType(IrParameter p, bool twin) => p.Kind switch
    {
        ParameterKind.View or ParameterKind.Workspace => "ViewArgument",
        ParameterKind.Struct => p.StructName,
        _ => twin && p.Type == IrType.F32 ? "T" : p.Type.CSharp(),
    };

    private static string PublicType(IrParameter p) => p.Kind switch
    {
        ParameterKind.View or ParameterKind.Workspace => "BufferView",
        ParameterKind.Struct => $"in {p.StructName}",
        _ => p.Type == IrType.F32 ? "double" : p.Type.CSharp(),
    };
}
