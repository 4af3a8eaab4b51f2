namespace IlgpuConv.Cli.Tests;

public sealed class TuneTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ilgpuconv-tune");

    private string Table => Path.Combine(_folder.FullName, "table.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_table_is_made_kept_and_used()
    {
        CliRun run = CliRun.Of("tune", "--model", "static-small", "--batch", "2", "--training", "--file", Table);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal($"table: {Table}", run.Lines[^1]);
        Assert.Contains("WeightGradient", run.Output);
        string first = File.ReadAllText(Table);
        run = CliRun.Of("tune", "--model", "static-small", "--batch", "2", "--file", Table);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(first.Split("\"entries\"")[1], File.ReadAllText(Table).Split("\"entries\"")[1]);
        run = CliRun.Of("info", "--model", "static-small", "--tuning", Table);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public void A_damaged_table_is_warned_of_and_made_again()
    {
        File.WriteAllText(Table, "{");
        CliRun run = CliRun.Of("tune", "--model", "static-small", "--batch", "1", "--file", Table, "--threads", "1");
        Assert.Equal(0, run.Code);
        Assert.StartsWith($"[tuning] a table must be what ConvTuningFile writes. Got '{Table}', line 1, byte ", run.Error);
        run = CliRun.Of("info", "--tuning", Table, "--threads", "2");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("[tuning] a table must be of this device. Got 'cpu: ", run.Error);
    }

    [Theory]
    [InlineData("tune --batch 0", "--batch must be at least 1 and --workspace at least 0. Got 0 and 256.")]
    [InlineData("tune --tuning x", "--tuning uses a table and tune makes one: give --file.")]
    [InlineData("info --tuning absent.json", "no file 'absent.json' for --tuning. 'ilgpuconv tune' makes one.")]
    public void What_cannot_be_used_is_one_line(string typed, string line) => CliRun.Of(typed.Split(' ')).Refused(2, line);
}
