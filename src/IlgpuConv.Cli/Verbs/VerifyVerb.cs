using CommandLine;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Cli;

[Verb("verify", HelpText = "Check that a device computes right: every operation against the reference, and its gradients against differences.")]
internal sealed class VerifyVerb : DeviceVerb
{
    [Option("filter", MetaValue = "PREFIX", HelpText = "Only the cases whose names begin so, such as Conv2d.")]
    public string? Filter { get; set; }

    [Option("list", HelpText = "Name the cases and run none.")]
    public bool List { get; set; }

    [Option("repeat", MetaValue = "RUNS", HelpText = "Run every case so many times on the device, and ask for the same bits every time.")]
    public int? Repeat { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        if (Repeat is < 2) throw new UsageException($"--repeat takes 2 or more. Got {Repeat}.");
        Device device = OpenDevice(screen);
        OperationCase[] cases = [.. CaseSource.Matching(Filter)];
        if (cases.Length == 0)
        {
            string[] operations = [.. CaseSource.All.Select(c => c.Name.Split('/')[0]).Distinct()];
            throw new UsageException($"no case begins with '{Filter}'. {Suggestion.For(Filter ?? "", operations)}");
        }

        if (List)
        {
            Array.ForEach(cases, c => screen.Line(c.Name));
            return ExitCode.Done;
        }

        List<CaseResult> results = [];
        foreach (OperationCase subject in cases)
        {
            if (stop.IsCancellationRequested) break;
            CaseResult[] checks = Repeat is { } runs
                ? [RepeatCheck.Run(subject, device, runs)]
                : [DeviceCheck.Run(subject, device), DeviceCheck.Run(subject, device, ElementType.Float64), GradientCheck.Run(subject)];
            results.AddRange(checks);
            Array.ForEach(checks, check => screen.Line(check.ToString()));
        }

        VerificationSummary summary = VerificationSummary.Of(results);
        screen.Line(summary.ToString());
        return stop.IsCancellationRequested ? ExitCode.Interrupted : summary.Failed > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
