using CommandLine;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

[Verb("run", isDefault: true, HelpText = "Time kernels, operations and networks; each is checked against the reference first.")]
internal sealed class RunVerb
{
    [Option("rung", Separator = ',', MetaValue = "NAME,NAME", HelpText = "kernels, compiled, operations, layers, networks, several with commas; operations by default.")]
    public IEnumerable<string> Rungs { get; set; } = [];

    [Option("filter", MetaValue = "PREFIX", HelpText = "Only what has a name that begins so, such as Conv2d.")]
    public string? Filter { get; set; }

    [Option("device", Default = "cpu", HelpText = "The device, as `ilgpuconv devices` names it; several with commas; `all` for every one but reference.")]
    public string DeviceNames { get; set; } = "cpu";

    [Option("threads", Separator = ',', MetaValue = "N,N", HelpText = "Worker threads of the cpu device; several numbers show how it scales. All processors by default.")]
    public IEnumerable<int> Threads { get; set; } = [];

    [Option("rounds", Default = 5, HelpText = "How often everything takes its turn; a round is a sample.")]
    public int Rounds { get; set; }

    [Option("seconds", Default = 0.5, HelpText = "How long to time each case at most, all rounds together.")]
    public double Seconds { get; set; }

    [Option("all", HelpText = "Time the small cases too, which exist for checking.")]
    public bool All { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Write the samples with date, machine, commit and devices as JSON, which `compare` reads.")]
    public string? Json { get; set; }

    public int Run(HarnessOutput output)
    {
        List<Device> devices = [];
        try
        {
            if (Rounds is < 1 or > 1000 || !(Seconds > 0)) throw new ArgumentException($"[run] --rounds must be 1 to 1000 and --seconds above 0. Got {Rounds} and {Seconds}.");
            List<Subject> subjects = Subjects(Rungs, Filter, All);
            devices.AddRange(HarnessDevices.Open(DeviceNames, Threads, output.Error));
            var session = new RunSession(devices, Rounds, Seconds, output.Error);
            foreach (Subject[] batch in Batches(subjects)) session.Time(batch);
            PerfDevice[] described = session.Describe();
            RunTable.Print(output, described, session.Results);
            if (Json is not null) PerfFile.Of("run", described, session.Results).Save(Json);
            return session.Wrong == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is ArgumentException or IOException or UnauthorizedAccessException)
        {
            output.Error.WriteLine(fault.Message);
            return 2;
        }
        finally
        {
            devices.ForEach(device => device.Dispose());
        }
    }

    /// <summary>What is to be timed.</summary>
    /// <exception cref="ArgumentException">There is no such rung, or nothing has such a name.</exception>
    internal static List<Subject> Subjects(IEnumerable<string> rungs, string? filter, bool all)
    {
        string[] chosen = rungs.Any() ? [.. rungs] : ["operations"];
        if (chosen.FirstOrDefault(rung => !Subject.Rungs.Contains(rung)) is { } unknown)
            throw new ArgumentException($"[run] a rung must be one of {string.Join(", ", Subject.Rungs)}. Got '{unknown}'.");
        List<Subject> subjects = Subject.Matching(chosen, filter, all);
        return subjects.Count > 0 ? subjects
            : throw new ArgumentException($"[run] a name must begin with the filter. Got '{filter}' among {string.Join(", ", chosen)}; `ilgpuconv verify --list` names the cases.");
    }

    /// <summary>Neighbours whose tensors fit into memory together: they take turns.</summary>
    private static IEnumerable<Subject[]> Batches(List<Subject> subjects)
    {
        const double MostBytes = 1 << 29;
        const int MostSubjects = 16;
        var batch = new List<Subject>();
        foreach (Subject subject in subjects)
        {
            if (batch.Count > 0 && (batch.Count == MostSubjects || batch.Sum(s => s.InputBytes) + subject.InputBytes > MostBytes))
            {
                yield return [.. batch];
                batch.Clear();
            }
            batch.Add(subject);
        }
        yield return [.. batch];
    }
}
