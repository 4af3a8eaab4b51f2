namespace IlgpuConv.Runtime.Tests;

/// <summary>Compiled programs are kept on disk, used by the next process, and made again when their file is damaged.</summary>
public sealed class OpenClCacheTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "a", "b");

    public void Dispose() => Directory.Delete(Path.Combine(_folder, "..", ".."), recursive: true);

    [OpenClFact]
    public void The_second_device_takes_the_program_from_the_first()
    {
        Assert.Equal((1, 0), Use());
        string file = Assert.Single(Directory.GetFiles(_folder));
        DateTime written = File.GetLastWriteTimeUtc(file);
        Assert.Equal((0, 1), Use());
        Assert.Equal((0, 1), Use());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(_folder))));
    }

    [OpenClFact]
    public void Another_form_is_another_program()
    {
        Assert.Equal((1, 0), Use("items"));
        Assert.Equal((1, 0), Use("vectors 8"));
        Assert.Equal((1, 0), Use("vectors 16"));
        Assert.Equal((0, 1), Use("vectors 8"));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [OpenClFact]
    public async Task The_second_process_starts_from_the_cache()
    {
        Assert.Contains("built 1, loaded 0", await ChildProcess.Run(["opencl-cache"], ("ILGPUCONV_CACHE", _folder)));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "opencl")));
        Assert.Contains("built 0, loaded 1", await ChildProcess.Run(["opencl-cache"], ("ILGPUCONV_CACHE", _folder)));
    }

    [OpenClTheory]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("a bit of the program")]
    [InlineData("another key")]
    [InlineData("refused by the driver")]
    public void A_damaged_file_is_replaced(string damage)
    {
        Assert.Equal((1, 0), Use());
        string file = Assert.Single(Directory.GetFiles(_folder));
        byte[] whole = File.ReadAllBytes(file);
        byte[] bytes = [.. whole];
        switch (damage)
        {
            case "empty": bytes = []; break;
            case "truncated": bytes = bytes[..^1]; break;
            case "a bit of the program": bytes[^5] ^= 16; break;
            case "another key": bytes[9] ^= 1; break;
            default:
                File.Delete(file);
                new OpenClProgramCache(_folder).Write(Convert.FromHexString(Path.GetFileNameWithoutExtension(file)), "no program"u8);
                bytes = File.ReadAllBytes(file);
                break;
        }
        File.WriteAllBytes(file, bytes);
        Assert.Equal((1, 0), Use());
        Assert.Equal((0, 1), Use());
        Assert.NotEqual(bytes, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder))));
    }

    [OpenClFact]
    public void A_folder_that_cannot_be_written_only_loses_the_cache()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        File.WriteAllText(_folder, "a file where the folder should be");
        Assert.Equal((1, 0), Use());
        Assert.Equal((1, 0), Use());
        Assert.Equal("a file where the folder should be", File.ReadAllText(_folder));
    }

    [OpenClFact]
    public void Many_devices_at_once_leave_one_whole_file()
    {
        Parallel.For(0, 6, _ => Use());
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal((0, 1), Use());
    }

    [Fact]
    public void A_key_depends_on_every_part_and_where_it_ends()
    {
        string[] keys =
        [
            .. new[]
            {
                OpenClProgramCache.Key(["a", "b"], "text"u8.ToArray()), OpenClProgramCache.Key(["ab", ""], "text"u8.ToArray()),
                OpenClProgramCache.Key(["a", "b"], "texT"u8.ToArray()), OpenClProgramCache.Key(["a", "c"], "text"u8.ToArray()),
                OpenClProgramCache.Key(["a", "bt"], "ext"u8.ToArray()),
            }.Select(Convert.ToHexString),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Convert.ToHexString(OpenClProgramCache.Key(["a", "b"], "text"u8.ToArray())));
    }

    internal static (int Built, int Loaded) Use(OpenClDevice device)
    {
        using DeviceBuffer counters = device.Allocate(400);
        BufferView view = counters.View(ElementType.Int32);
        view.Fill(0);
        OpenClLaunchTests.Count(device, OpenClKernels.Count, view, new(100), 100);
        Assert.All(view.ToArray<int>(), count => Assert.Equal(1, count));
        return (device.ProgramsBuilt, device.ProgramsLoaded);
    }

    private (int Built, int Loaded) Use(string form = "automatic")
    {
        using OpenClDevice device = OpenClDevices.Open(form, _folder);
        return Use(device);
    }
}
