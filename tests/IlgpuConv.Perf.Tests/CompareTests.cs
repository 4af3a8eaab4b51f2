using System.Text.Json.Nodes;

namespace IlgpuConv.Perf.Tests;

public class CompareTests : IDisposable
{
    private static readonly double[] s_quiet = [1.00e-3, 1.01e-3, 0.99e-3, 1.00e-3, 1.005e-3];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1.0, 0, "no difference shown", "0 faster, 0 slower, 1 without a difference shown")]
    [InlineData(1.2, 1, "slower", "0 faster, 1 slower, 0 without a difference shown")]
    [InlineData(0.8, 0, "faster", "1 faster, 0 slower, 0 without a difference shown")]
    [InlineData(1.025, 0, "no difference shown", "0 faster, 0 slower, 1 without a difference shown")]
    public void A_difference_beyond_the_noise_has_a_verdict(double scale, int code, string verdict, string last)
    {
        HarnessRun run = Compare(File("old", [Result(s_quiet)]), File("new", [Result(Scaled(s_quiet, scale))]));
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.Contains($"│ {verdict} ", run.Output);
        Assert.EndsWith($"\n{last}\n", run.Output);
    }

    [Fact]
    public void A_difference_within_the_noise_is_none()
    {
        double[] noisy = [1.0e-3, 1.3e-3, 0.8e-3, 1.1e-3, 0.9e-3];
        HarnessRun run = Compare(File("old", [Result(noisy)]), File("new", [Result(Scaled(noisy, 1.1))]));
        Assert.Equal(0, run.Code);
        Assert.Contains("0 faster, 0 slower, 1 without", run.Output);
    }

    [Fact]
    public void The_least_difference_can_be_chosen()
    {
        (string old, string now) = (File("old", [Result(s_quiet)]), File("new", [Result(Scaled(s_quiet, 1.2))]));
        Assert.Equal(1, HarnessRun.Of("compare", old, now, "--least", "15").Code);
        Assert.Equal(0, HarnessRun.Of("compare", old, now, "--least", "25").Code);
    }

    [Fact]
    public void What_the_machine_does_slower_is_no_fault_of_the_code()
    {
        HarnessRun run = Compare(File("old", [Result(s_quiet)], peak: 100), File("new", [Result(Scaled(s_quiet, 1.2))], peak: 80));
        Assert.Equal(0, run.Code);
        Assert.Contains("cpu with 2 threads is itself not what it was: multiply-adds take 1.250 times as long, a copy 1.000; the intervals of what these bound are wider by that", run.Output);
    }

    [Fact]
    public void Cases_of_one_file_only_are_named()
    {
        HarnessRun run = Compare(File("old", [Result(s_quiet), Result(s_quiet, "Gone/1")]), File("new", [Result(s_quiet), Result(s_quiet, "New/1")]));
        Assert.Contains("only in the old file: operations: Gone/1, cpu, 2 threads\nonly in the new file: operations: New/1, cpu, 2 threads\n", run.Output);
    }

    [Fact]
    public void Files_of_other_machines_or_threads_are_refused_unless_asked_for()
    {
        string old = File("old", [Result(s_quiet)]), other = Changed("other", old, root => root["machine"] = "another");
        Compare(old, other).Refused(
            $"[compare] both files must be of one machine and setting (or give --anyway). Got the machine '{Machine.Name}' and 'another'.");
        Assert.Equal(0, HarnessRun.Of("compare", old, other, "--anyway").Code);
        string threads = File("threads", [Result(s_quiet) with { Threads = 1 }]);
        Compare(old, threads).Refused(
            "[compare] both files must be of one machine and setting (or give --anyway). Got cpu with 2 threads and cpu with 1 threads.");
        string device = Changed("device", old, root => root["devices"]![0]!["name"] = "256-bit");
        Compare(old, device).Refused(
            "[compare] both files must be of one machine and setting (or give --anyway). Got cpu 'processor' and '256-bit'.");
        string bench = Changed("bench", old, root => root["verb"] = "bench");
        Compare(old, bench).Refused("[compare] both files must be of one machine and setting (or give --anyway). Got the verb run and bench.");
    }

    [Fact]
    public void A_file_without_a_case_in_common_is_refused()
    {
        string old = File("old", [Result(s_quiet)]), now = File("new", [Result(s_quiet, "Other/1"), Result(s_quiet, "Other/2")]);
        Compare(old, now).Refused($"[compare] the files must have a case in common. Got 1 case in '{old}' and 2 cases in '{now}', all different.");
    }

    [Fact]
    public void Damaged_files_are_named_with_the_place()
    {
        string good = File("good", [Result(s_quiet)]), text = System.IO.File.ReadAllText(good);
        string empty = _folder.Write("empty", "\n");
        Compare(good, empty).Refused($"[compare] a file must hold results. Got the empty file '{empty}'.");
        string cut = _folder.Write("cut", text[..(text.Length / 2)]);
        HarnessRun run = Compare(good, cut);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Matches(@"^\[compare\] a file must be what 'run --json', 'bench --json' or 'peers --samples' writes\. Got line \d+, byte \d+ of '.*cut': .+\.\n$", run.Error);
        string none = Changed("none", good, root => root["results"] = new JsonArray());
        Compare(none, good).Refused($"[compare] a file must hold results. Got none in '{none}'.");
        string format = Changed("format", good, root => root["format"] = "ilgpuconv-perf 9");
        Compare(format, good).Refused($"[compare] a file must have the format 'ilgpuconv-perf 1'. Got 'ilgpuconv-perf 9' in '{format}'.");
        string zero = Changed("zero", good, root => root["results"]![0]!["samples"] = new JsonArray(1, 0));
        Compare(zero, good).Refused($"[compare] a result must hold samples above 0. Got [1, 0] of operations: Conv2d/a, cpu, 2 threads in '{zero}'.");
        string twice = Changed("twice", good, root => root["results"]!.AsArray().Add(root["results"]![0]!.DeepClone()));
        Compare(twice, good).Refused($"[compare] a case must be in a file once. Got operations: Conv2d/a, cpu, 2 threads 2 times in '{twice}'.");
        Assert.Equal(2, Compare(good, _folder["absent"]).Code);
        Assert.Equal(2, HarnessRun.Of("compare", good).Code);
    }

    [Fact]
    public void A_file_of_an_earlier_harness_has_no_samples_and_is_refused()
    {
        string old = _folder.Write("old", """{"machine": "m", "commit": "c", "device": "cpu", "results": [{"Name": "Conv2d/a", "Seconds": 1}]}""");
        HarnessRun run = Compare(old, old);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("[compare] a file must be what 'run --json', 'bench --json' or 'peers --samples' writes. Got ", run.Error);
    }

    [Fact]
    public void Peers_in_lines_are_judged_together_where_a_case_has_one_figure()
    {
        string old = _folder.Write("old", Lines(1, 1.0)), now = _folder.Write("new", Lines(1, 0.8));
        HarnessRun run = Compare(old, now);
        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Contains("no difference shown (one figure)", run.Output);
        Assert.Contains("all layers, forward by torch, 2 threads: 6 cases", run.Output);
        Assert.EndsWith("\n0 faster, 1 slower, 6 without a difference shown\n", run.Output);
    }

    [Fact]
    public void Peers_in_lines_of_several_runs_are_judged_one_by_one()
    {
        string old = _folder.Write("old", Lines(4, 1.0)), now = _folder.Write("new", Lines(4, 0.8));
        Assert.EndsWith("\n0 faster, 7 slower, 0 without a difference shown\n", Compare(old, now).Output);
    }

    [Fact]
    public void A_damaged_line_of_peers_is_named()
    {
        string bad = _folder.Write("bad", Lines(1, 1.0) + "{\"layer\": \"x\"\n"), zero = _folder.Write("zero", Lines(1, 0.0));
        HarnessRun run = Compare(bad, bad);
        Assert.Equal(2, run.Code);
        Assert.StartsWith($"[compare] a line must be what 'peers --json' writes. Got line 7 of '{bad}': ", run.Error);
        Compare(zero, zero).Refused($"[compare] a line must be what 'peers --json' writes. Got line 1 of '{zero}': a ratio that is not above 0.");
    }

    private static HarnessRun Compare(string old, string now) => HarnessRun.Of("compare", old, now);

    private static double[] Scaled(double[] samples, double scale) => [.. samples.Select(sample => sample * scale)];

    private static PerfResult Result(double[] samples, string name = "Conv2d/a") => new("operations", name, "cpu", 2, "s", samples) { Flops = 1e6, Bytes = 1e5, PeakGigaFlops = 100, CopyGigaBytes = 100 };

    private static string Lines(int runs, double ratio) => string.Concat(
        from run in Enumerable.Range(0, runs) from layer in Enumerable.Range(0, 6)
        select FormattableString.Invariant(
            $$"""{"layer":"r50 {{layer}}-64@56 k3","n":1,"threads":2,"mode":"forward","algorithm":"default","ours_gflops":1,"peer":"torch","peer_gflops":1,"ratio":{{ratio * (1 + 0.004 * run + 0.003 * layer)}}}""") + "\n");

    private string File(string name, PerfResult[] results, double peak = 100)
    {
        PerfFile.Of("run", [new PerfDevice("cpu", "processor", 2, [peak, peak], [10, 10], 1e-7, 1e-7)], results).Save(_folder[name]);
        return _folder[name];
    }

    private string Changed(string name, string file, Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(System.IO.File.ReadAllText(file))!;
        change(root);
        return _folder.Write(name, root.ToJsonString());
    }
}
