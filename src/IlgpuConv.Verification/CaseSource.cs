namespace IlgpuConv.Verification;

/// <summary>
/// The cases of one operation. Every subclass in this assembly with a constructor without parameters is found: adding an operation
/// adds a file and edits none.
/// </summary>
public abstract class CaseSource
{
    private static readonly Lazy<IReadOnlyList<OperationCase>> s_all = new(Collect);

    /// <summary>All cases of all operations, by name.</summary>
    public static IReadOnlyList<OperationCase> All => s_all.Value;

    /// <summary>The cases.</summary>
    public abstract IEnumerable<OperationCase> Cases();

    /// <summary>The cases whose names begin with <paramref name="prefix"/>.</summary>
    public static IEnumerable<OperationCase> Matching(string? prefix) =>
        All.Where(c => c.Name.StartsWith(prefix ?? "", StringComparison.OrdinalIgnoreCase));

    /// <summary>The case of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OperationCase Named(string name) => All.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"[verification] there must be a case of the name. Got '{name}'.", nameof(name));

    private static List<OperationCase> Collect()
    {
        var cases = new List<OperationCase>();
        foreach (Type type in typeof(CaseSource).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CaseSource)) && !t.IsAbstract))
            cases.AddRange(((CaseSource)Activator.CreateInstance(type)!).Cases());
        cases.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 1; i < cases.Count; i++)
            if (cases[i].Name == cases[i - 1].Name) throw new InvalidOperationException($"[verification] names must be unique. Got '{cases[i].Name}' twice.");
        return cases;
    }
}
