using System.Reflection;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Every rule has an id of its own, a page, a test and a reporter.</summary>
public class RuleTests
{
    private static readonly Dictionary<string, DiagnosticDescriptor> s_rules = typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Where(f => f.FieldType == typeof(DiagnosticDescriptor)).ToDictionary(f => f.Name, f => (DiagnosticDescriptor)f.GetValue(null)!);

    public static TheoryData<string> Names => [.. s_rules.Keys];

    [Fact]
    public void Ids_are_unique() => Assert.Equal(s_rules.Count, s_rules.Values.Select(r => r.Id).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_has_a_page(string name)
    {
        DiagnosticDescriptor rule = s_rules[name];
        string page = File.ReadAllText(Repository.At("docs", "diagnostics", rule.Id + ".md"));
        Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", page, StringComparison.Ordinal);
        foreach (string section in new[] { "## Why", "## Wrong", "## Right" }) Assert.Contains("\n" + section + "\n", page, StringComparison.Ordinal);
        Assert.Equal($"docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_has_a_test(string name) =>
        Assert.Contains(s_rules[name].Id, DiagnosticTests.Ids.Append(FaultTests.Id));

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_has_a_reporter(string name) => Assert.Contains(
        Repository.Sources("src", "IlgpuConv.KernelCompiler").Where(f => Path.GetFileName(f) != "Rules.cs"),
        f => File.ReadAllText(f).Contains($"Rules.{name}", StringComparison.Ordinal));

    [Fact]
    public void Every_page_belongs_to_a_rule() => Assert.Equal(
        s_rules.Values.Select(r => r.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(Repository.At("docs", "diagnostics"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));
}
