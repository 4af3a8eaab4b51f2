using CommandLine;
using IlgpuConv.Perf;

using var parser = new Parser(settings =>
{
    settings.HelpWriter = Console.Out;
    settings.CaseInsensitiveEnumValues = true;
});
return parser.ParseArguments<RunVerb, PeersVerb, PeakVerb>(args).MapResult(
    (RunVerb run) => run.Run(),
    (PeersVerb peers) => peers.Run(),
    (PeakVerb peak) => peak.Run(),
    errors => errors.IsHelp() || errors.IsVersion() ? 0 : 2);
