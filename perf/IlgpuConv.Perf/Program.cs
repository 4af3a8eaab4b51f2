using CommandLine;
using IlgpuConv.Perf;

using var parser = new Parser(settings =>
{
    settings.HelpWriter = Console.Out;
    settings.CaseInsensitiveEnumValues = true;
});
return parser.ParseArguments<RunVerb, PeakVerb>(args).MapResult(
    (RunVerb run) => run.Run(),
    (PeakVerb peak) => peak.Run(),
    errors => errors.IsHelp() || errors.IsVersion() ? 0 : 2);
