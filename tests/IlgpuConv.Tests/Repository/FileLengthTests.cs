namespace IlgpuConv.Tests.Repository;

public class FileLengthTests
{
    [Fact]
    public void No_source_file_is_longer_than_500_lines()
    {
        (string Path, int Lines)[] files = [.. RepositoryFiles.Sources().Select(p => (RepositoryFiles.Relative(p), File.ReadLines(p).Count()))];
        Assert.True(files.Length > 100, $"only {files.Length} files found under {RepositoryFiles.Root}");
        Assert.DoesNotContain(files, f => f.Lines > 500);
    }
}
