using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IlgpuConv.Tests.Repository;

/// <summary>Who may see whom: projects, and the folders of the library.</summary>
public partial class LayeringTests
{
    private static readonly string[] s_folders = ["Tensors", "Autograd", "Modules", "Inference", "Ops", "Networks", "Training", "Analysis", "IO"];

    private static readonly Dictionary<string, string[]> s_projects = new()
    {
        ["IlgpuConv.Kernels"] = [],
        ["IlgpuConv.KernelCompiler"] = [],
        ["IlgpuConv.Runtime"] = ["IlgpuConv.Kernels"],
        ["IlgpuConv"] = ["IlgpuConv.Runtime", "IlgpuConv.KernelCompiler", "IlgpuConv.Kernels"],
        ["IlgpuConv.Ilgpu"] = ["IlgpuConv", "IlgpuConv.KernelCompiler"],
        ["IlgpuConv.Verification"] = ["IlgpuConv"],
        ["IlgpuConv.Cli"] = ["IlgpuConv", "IlgpuConv.Verification"],
    };

    [Fact]
    public void A_folder_of_the_library_uses_only_folders_before_it()
    {
        var faults = new List<string>();
        int seen = 0;
        for (int i = 0; i < s_folders.Length; i++)
        {
            string folder = Path.Combine("src", "IlgpuConv", s_folders[i]);
            if (!Directory.Exists(Path.Combine(RepositoryFiles.Root, folder))) continue;
            foreach (string path in RepositoryFiles.Sources(folder))
            {
                seen++;
                foreach (Match match in LibraryNamespace().Matches(File.ReadAllText(path)))
                {
                    int used = Array.IndexOf(s_folders, match.Groups[1].Value);
                    if (used > i) faults.Add($"{RepositoryFiles.Relative(path)} uses {s_folders[used]}");
                }
            }
        }
        Assert.True(seen > 50, $"only {seen} files found");
        Assert.Empty(faults);
    }

    [Fact]
    public void A_namespace_is_the_first_folder()
    {
        var faults = new List<string>();
        foreach (string path in RepositoryFiles.Sources(Path.Combine("src", "IlgpuConv")))
        {
            string[] parts = RepositoryFiles.Relative(path).Split('/');
            if (parts.Length < 4) continue;
            Match match = Namespace().Match(File.ReadAllText(path));
            if (match.Success && match.Groups[1].Value != $"IlgpuConv.{parts[2]}") faults.Add($"{RepositoryFiles.Relative(path)}: {match.Groups[1].Value}");
        }
        Assert.Empty(faults);
    }

    [Fact]
    public void A_project_references_only_projects_before_it()
    {
        var faults = new List<string>();
        foreach (string project in Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(s_projects.TryGetValue(name, out string[]? allowed), $"the order of projects does not know {name}");
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                string to = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
                if (!allowed.Contains(to)) faults.Add($"{name} references {to}");
            }
        }
        Assert.Empty(faults);
    }

    [GeneratedRegex(@"(?:using |using static |[^.\w])IlgpuConv\.(Tensors|Autograd|Modules|Inference|Ops|Networks|Training|Analysis|IO)\b")]
    private static partial Regex LibraryNamespace();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
