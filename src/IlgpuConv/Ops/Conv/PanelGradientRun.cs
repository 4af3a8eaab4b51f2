using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs a weight gradient as a chain of copies and sums.</summary>
internal static class PanelGradientRun
{
    /// <summary>The sums of slices, or dw itself where there is one; x and dy are channels-last, of any pitch.</summary>
    public static void Run(ConvPlan plan, PanelGradientPlan panels, Tensor x, Tensor dy, Tensor sums)
    {
        int partBlocks = panels.OutBlocks / panels.Parts;
        var args = new PanelGradientArgs(
            plan.D, plan.H, plan.W, x.Pitch, dy.Pitch, plan.In, plan.Out, panels.Positions, panels.SlicePositions, 0, panels.BlockPositions, panels.PartsIn, panels.Parts,
            partBlocks, panels.Vectors * plan.Lanes, panels.ColumnTiles, panels.ColumnPitch, panels.SlopesAt);
        Device device = x.Device;
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = x.View with { Offset = 0, Length = 0 };
        LaunchGrid copies = new(plan.Lanes, panels.BlockPositions), products = new(plan.Lanes, checked(panels.ColumnTiles * partBlocks));
        var stages = new List<ChainStage>();
        for (int first = 0; first < panels.SlicePositions; first += panels.BlockPositions)
        {
            if (stages.Count == 3 * PanelGradientPlan.MostSteps) Launch();
            PanelGradientArgs here = args with { First = first };
            stages.Add(ConvKernelsLaunch.PanelInputsStage(device, copies, x.View, work, here));
            stages.Add(ConvKernelsLaunch.PanelSlopesStage(device, copies, dy.View, work, here));
            stages.Add(panels.Vectors == 4
                ? ConvKernelsLaunch.PanelSums6x4Stage(device, products, work, sums.View, here)
                : ConvKernelsLaunch.PanelSums6x2Stage(device, products, work, sums.View, here));
        }
        Launch();

        void Launch()
        {
            device.LaunchChain(panels.Blocks, panels.BlockElements * x.Type.Size(), stages.ToArray());
            stages.Clear();
        }
    }
}
