using IlgpuConv.IO;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

/// <summary>Something that is timed: kernels, a compiled operation, an operation, a standard layer or a network.</summary>
/// <param name="Rung"><c>kernels</c>, <c>compiled</c>, <c>operations</c>, <c>layers</c> or <c>networks</c>.</param>
/// <param name="Name">The name.</param>
internal abstract record Subject(string Rung, string Name)
{
    /// <summary>The rungs, from the smallest to the largest.</summary>
    public static readonly string[] Rungs = ["kernels", "compiled", "operations", "layers", "networks"];

    /// <summary>About how many bytes its inputs take while it is timed.</summary>
    public virtual double InputBytes => 0;

    /// <summary>Images of a run.</summary>
    public virtual int Images => 0;

    /// <summary>What is wrong with it on a device compared with <c>reference</c>, or null.</summary>
    public abstract string? Fault(Device device, CaseChecks checks);

    /// <summary>Prepares a run on a device.</summary>
    public abstract Session Open(Device device);

    /// <summary>Whether it can be timed on a device.</summary>
    public virtual bool Fits(Device device) => true;

    /// <summary>
    /// The subjects whose names begin with <paramref name="filter"/>: of each operation the cases that exist for timing, or else the
    /// small ones; of each layer the forward, and the forward with its gradients; of each network the forward and a training step.
    /// </summary>
    /// <param name="rungs">The rungs.</param>
    /// <param name="filter">The beginning of the names, or null.</param>
    /// <param name="all">Whether the small cases of every operation count too.</param>
    public static List<Subject> Matching(IReadOnlyCollection<string> rungs, string? filter, bool all)
    {
        List<OperationCase> cases = [];
        foreach (IGrouping<string, OperationCase> operation in CaseSource.Matching(filter).GroupBy(c => c.Name.Split('/')[0]))
        {
            OperationCase[] timed = [.. operation.Where(c => c.IsPerformanceOnly)];
            cases.AddRange(all || timed.Length == 0 ? operation : timed);
        }
        var subjects = new List<Subject>();
        if (rungs.Contains("kernels")) subjects.AddRange(cases.Select(c => new KernelSubject(c)));
        if (rungs.Contains("compiled")) subjects.AddRange(cases.Where(CompiledSubject.CanCompile).Select(c => new CompiledSubject(c)));
        if (rungs.Contains("operations")) subjects.AddRange(cases.Select(c => new OperationSubject(c)));
        if (rungs.Contains("layers")) subjects.AddRange(LayerSubject.All().Where(IsMeant));
        IEnumerable<Subject> networks =
            from entry in ModelCatalog.Entries where !entry.IsLarge from isTraining in new[] { false, true } select new NetworkSubject(entry, isTraining);
        if (rungs.Contains("networks")) subjects.AddRange(networks.Where(IsMeant));
        return subjects;

        bool IsMeant(Subject subject) => subject.Name.StartsWith(filter ?? "", StringComparison.OrdinalIgnoreCase);
    }
}
