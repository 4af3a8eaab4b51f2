namespace IlgpuConv.Runtime.Tests;

/// <summary>Buffers of an OpenCL device: copies, fills, reading later, and what is refused.</summary>
public sealed class OpenClBufferTests : IDisposable
{
    private readonly OpenClDevice? _device = OpenClPresence.SkipReason is null ? OpenClDevices.Open() : null;

    private OpenClDevice Device => _device!;

    public void Dispose() => _device?.Dispose();

    [OpenClFact]
    public void Copies_go_both_ways_and_overlap() => BufferChecks.CopiesGoBothWaysAndOverlap(Device);

    [OpenClFact]
    public void Fills_repeat_a_pattern_of_every_size() => BufferChecks.FillsRepeatAPatternOfEverySize(Device);

    [OpenClFact]
    public async Task Reading_later_gives_what_was_there()
    {
        DeviceBuffer buffer = Device.Allocate(1 << 22);
        BufferView view = buffer.View(ElementType.Int64);
        view.Fill(5L);
        Task<long[]> read = view.ToArrayAsync<long>();
        view.Fill(6L);
        buffer.Dispose();
        using DeviceBuffer next = Device.Allocate(1 << 22);
        next.View(ElementType.Int64).Fill(7L);
        Assert.All(await read, value => Assert.Equal(5, value));
        Task<long[]>[] many = [.. Enumerable.Range(0, 50).Select(_ => next.View(ElementType.Int64, 3, 100).ToArrayAsync<long>())];
        foreach (Task<long[]> one in many) Assert.All(await one, value => Assert.Equal(7, value));
        Assert.Empty(await next.View(ElementType.Int64, 0, 0).ToArrayAsync<long>());
    }

    [OpenClFact]
    public void Zero_bytes_are_legal() => BufferChecks.ZeroBytesAreLegal(Device);

    [OpenClFact]
    public void Ranges_and_devices_are_checked() => BufferChecks.RangesAndDevicesAreChecked(Device, "cpu");
}
