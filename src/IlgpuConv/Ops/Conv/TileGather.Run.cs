using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <content>The launches.</content>
internal sealed partial class TileGather
{
    /// <inheritdoc/>
    public override bool Finishes(ConvTail tail) => true;

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        Tensor weight = call.Weight;
        if (!Plan.Shape.IsPerSample || _filter.IsPacked(weight))
        {
            Run(call, Plan.Shape.IsPerSample ? weight : weight.DerivedForUse(_filter.Key, _filter.Pack), 0, Plan.Images);
            return;
        }
        // Some samples at a time: their packed filters are still in the cache when they are used, and the memory is that of a few.
        int part = SamplesAtOnce;
        Tensor some = _filter.Room(weight, Math.Min(part, Plan.Images));
        for (int first = 0; first < Plan.Images; first += part)
        {
            int samples = Math.Min(part, Plan.Images - first);
            _filter.Pack(weight, some, first, samples);
            Run(call, some, first, samples);
        }
    }

    /// <summary>Some of the images; the packed filters, where each image has its own, are those of these images.</summary>
    private void Run(in GatherCall call, Tensor packed, int first, int images)
    {
        ConvShape shape = Plan.Shape;
        (Tensor source, Tensor y, ConvTail tail, Device device) = (call.Source, call.Result, call.Tail, call.Device);
        int filterGroup = _filter.GroupElements;
        Tensor? start = tail.Start(adds: true);
        bool isOneRun = shape.Groups == 1 && source.Pitch == Plan.In && Plan.W is { Dilation: 1, TapStep: 1 };
        long from = first * ImageElements(Plan.D.Source, Plan.H.Source, Plan.W.Source, source.Pitch);
        long to = first * ImageElements(Plan.D.Destination, Plan.H.Destination, Plan.W.Destination, y.Pitch);
        BufferView x = Pointwise.Skip(source, from), sums = Pointwise.Skip(y, to);
        BufferView b = call.Bias is null ? packed.View : Pointwise.Skip(call.Bias, (long)first * call.BiasBatch);
        foreach (ConvSegment segment in _cover.Segments)
        {
            int strip = StripOf(segment.Tile), strips = (Plan.W.Rows + strip - 1) / strip;
            int part = PartOf(segment.Tile);
            int rows = checked(images * Plan.D.Rows * Plan.H.Rows * strips);
            int blocks = checked(segment.Blocks * shape.Groups * Plan.D.Phases * Plan.H.Phases * Plan.W.Phases);
            bool isSwapped = PassesBlocks && part == Plan.In;
            LaunchGrid grid = isSwapped ? new(Plan.Lanes, blocks, rows) : new(Plan.Lanes, rows, blocks);
            List<ChainStage>? stages = part < Plan.In && ChainsParts(blocks) ? [] : null;
            for (int firstIn = 0; firstIn < Plan.In; firstIn += part)
            {
                int count = Math.Min(part, Plan.In - firstIn);
                var args = new GatherArgs(
                    Plan.D, Plan.H, Plan.W, strips, strip, source.Pitch, y.Pitch, Plan.In, Plan.Out, shape.Groups, isOneRun && count == Plan.In ? Plan.W.Taps : 1,
                    shape.IsPerSample ? filterGroup * shape.Groups : 0, filterGroup, shape.Taps * Plan.In * segment.FirstVector * Plan.Lanes,
                    segment.Blocks, segment.FirstVector * Plan.Lanes, firstIn > 0 ? 0 : call.Biased, call.BiasBatch,
                    firstIn + count == Plan.In ? tail.InRegisters(adds: true) : 0, firstIn, count, firstIn == 0 && start is null ? 0 : 1,
                    Prefetches ? 1 : 0, Requests ? 1 : 0, isSwapped ? 1 : 0);
                BufferView before = firstIn == 0 && start is not null ? Pointwise.Skip(start, to) : sums;
                if (stages is null) segment.Tile.Gather!(device, grid, x, packed.View, b, before, sums, args);
                else stages.Add(segment.Tile.GatherStage!(device, grid with { Z = 1 }, x, packed.View, b, before, sums, args));
                if (firstIn + count < Plan.In || !tail.HasPass(adds: true)) continue;
                BufferView other = Pointwise.Skip(tail.Other ?? y, to);
                args = args with { Activation = tail.InPass(adds: true), Continues = tail.PassContinues(adds: true) };
                if (stages is not null)
                {
                    stages.Add(ConvKernelsLaunch.TilePassStage(device, grid with { Z = 1 }, other, sums, args, tail.Function.Parameter, segment.Tile.Vectors));
                    continue;
                }
                ConvKernelsLaunch.TilePass(device, grid, other, sums, args, tail.Function.Parameter, segment.Tile.Vectors);
                LaunchTape.Of(device)?.Follow();
            }
            if (stages is not null) device.LaunchChain(blocks, 0, stages.ToArray());
        }
    }

    private static long ImageElements(int depth, int height, int width, int pitch) => (long)depth * height * width * pitch;
}
