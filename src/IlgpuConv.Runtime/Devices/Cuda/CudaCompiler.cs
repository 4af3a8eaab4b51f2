using System.Text;

namespace IlgpuConv.Runtime;

/// <summary>Makes the functions of one device from PTX: the driver compiles it, and keeps what it made in a cache of its own.</summary>
internal sealed unsafe class CudaCompiler(CudaLibrary cuda, CudaContext context, string device)
{
    private const int LogBytes = 8192;

    private readonly List<nint> _modules = [];

    /// <summary>Makes the function of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="lanes">Lanes of a group, which the text then holds as a constant.</param>
    /// <param name="isPlain">Whether views that are only read keep away from the read-only cache.</param>
    /// <exception cref="CudaException">The driver does not compile it.</exception>
    public nint Make(Kernel kernel, int lanes, bool isPlain)
    {
        string text = Encoding.UTF8.GetString(kernel.Code.Ptx()).Replace("%ntid.x", $"{lanes}", StringComparison.Ordinal);
        if (isPlain) text = text.Replace("ld.global.nc.", "ld.global.", StringComparison.Ordinal);
        nint module = Load(kernel, text), function;
        try
        {
            fixed (byte* entry = Terminated(EntryPoint(text)))
                context.Check(cuda.ModuleGetFunction(&function, module, entry), $"cuModuleGetFunction for {kernel.Name}");
        }
        catch
        {
            cuda.ModuleUnload(module);
            throw;
        }
        _modules.Add(module);
        return function;
    }

    /// <summary>Unloads everything.</summary>
    public void Release()
    {
        foreach (nint module in _modules) cuda.ModuleUnload(module);
        _modules.Clear();
    }

    /// <summary>The name behind the text's only <c>.entry</c>.</summary>
    private static string EntryPoint(string text)
    {
        const string Head = ".entry ";
        int at = text.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        return text[at..text.IndexOf('(', at)].Trim();
    }

    private nint Load(Kernel kernel, string text)
    {
        nint module;
        var log = new byte[LogBytes];
        int* options = stackalloc int[] { Cu.JitErrorLogBuffer, Cu.JitErrorLogBufferSizeBytes };
        int code;
        fixed (byte* to = log)
        fixed (byte* source = Terminated(text))
        {
            nint* values = stackalloc nint[] { (nint)to, LogBytes };
            code = cuda.ModuleLoadData(&module, source, 2, options, values);
        }
        if (code == 0) return module;
        int end = Array.IndexOf(log, (byte)0);
        string said = Encoding.UTF8.GetString(log, 0, end < 0 ? LogBytes : end).Trim();
        throw new CudaException(
            $"[cuda] the driver must compile a kernel. Got {CudaErrors.Text(code)} from cuModuleLoadDataEx for {kernel.Name} on {device}.\n" +
            $"The driver's log:\n{(said.Length == 0 ? "(empty)" : said)}",
            code);
    }

    private static byte[] Terminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
