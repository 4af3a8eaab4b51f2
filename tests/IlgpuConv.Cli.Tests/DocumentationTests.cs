using System.Reflection;
using System.Text.RegularExpressions;

namespace IlgpuConv.Cli.Tests;

/// <summary>What the documents say is still so.</summary>
public class DocumentationTests
{
    private static readonly string Root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static TheoryData<string> Documents =>
        [.. new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(f => Path.GetRelativePath(Root, f)))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        foreach (Match link in Regex.Matches(Read(document), @"\]\((?!https?://)([^)#]+)"))
        {
            string target = Path.Combine(folder, link.Groups[1].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} links to {link.Groups[1].Value}, which is not there.");
        }
    }

    [Fact]
    public void Every_path_in_a_recipe_exists_but_for_the_new_ones()
    {
        foreach (Match path in Regex.Matches(Read("CONTRIBUTING.md"), @"`((src|tests|perf|docs)/[^`]*)`"))
        {
            string known = path.Groups[1].Value;
            while (known.Contains("Foo", StringComparison.Ordinal)) known = known[..known.TrimEnd('/').LastIndexOf('/')];
            string target = Path.Combine(Root, known);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"CONTRIBUTING.md names {known}, which is not there.");
        }
    }

    [Fact]
    public void The_README_links_every_page()
    {
        string readme = Read("README.md");
        Assert.All(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md"), page => Assert.Contains($"](docs/{Path.GetFileName(page)})", readme));
    }

    [Fact]
    public void The_README_lists_every_verb()
    {
        string[] listed = [.. Regex.Matches(Read("README.md"), @"^\| `([\w-]+)` \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        Assert.Equal(Application.Verbs.Select(type => type.GetCustomAttribute<CommandLine.VerbAttribute>()!.Name), listed);
    }

    [Fact]
    public void The_code_in_the_README_is_the_first_example()
    {
        string code = Regex.Match(Read("README.md"), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains(code, Read("examples/01-convolution.cs"));
    }

    [Fact]
    public void The_README_names_every_example()
    {
        string readme = Read("README.md");
        string[] examples = Directory.GetFiles(Path.Combine(Root, "examples"), "*.cs");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains($"dotnet run examples/{Path.GetFileName(example)} ", readme));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
